package com.datagrid.client.load;

import com.datagrid.client.stubs.DatagridStubServer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What the server saw of each call; every call updates a connection of its own. Thread-safe. */
final class ServerView {

  private final Map<String, Requests> byConnection = new ConcurrentHashMap<>();
  private final AtomicLong rejected = new AtomicLong();

  /**
   * The requests of one call.
   *
   * @param count how many
   * @param succeeded how many of them got a whole 200, read or not
   */
  record Requests(int count, int succeeded) {

    static final Requests NONE = new Requests(0, 0);

    Requests plus(Requests more) {
      return new Requests(count + more.count, succeeded + more.succeeded);
    }
  }

  /** Records from now on how that server responds, before it does. */
  void watch(DatagridStubServer server) {
    server
        .wireMock()
        .addMockServiceRequestListener(
            (request, response) -> {
              String path = request.getUrl();
              boolean success = response.getStatus() == 200 && response.getFault() == null;
              byConnection.merge(
                  path.substring(path.lastIndexOf('/') + 1),
                  new Requests(1, success ? 1 : 0),
                  Requests::plus);
              if (response.getStatus() == 429) {
                rejected.incrementAndGet();
              }
            });
  }

  /** What was seen of that call so far. */
  Requests of(String connection) {
    return byConnection.getOrDefault(connection, Requests.NONE);
  }

  /** Forgets a call of which nothing more should come. */
  Requests forget(String connection) {
    Requests seen = byConnection.remove(connection);
    return seen == null ? Requests.NONE : seen;
  }

  /** Requests of calls that are not forgotten. */
  Map<String, Requests> rest() {
    return Map.copyOf(byConnection);
  }

  long rejected() {
    return rejected.get();
  }
}
