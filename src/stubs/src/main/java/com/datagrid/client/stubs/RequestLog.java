package com.datagrid.client.stubs;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The requests that a server received: the last so many, and of those that fit. Thread-safe. */
final class RequestLog {
  private final int most;
  private final long mostText;
  private final Deque<StubRequest> requests = new ArrayDeque<>(); // guarded by this
  private long text; // guarded by this

  /**
   * An empty log.
   *
   * @param most requests
   * @param mostText of their bodies together, in characters
   */
  RequestLog(int most, long mostText) {
    this.most = most;
    this.mostText = mostText;
  }

  synchronized void add(StubRequest request) {
    requests.addLast(request);
    text += request.body().length();
    while (requests.size() > most || text > mostText) {
      text -= requests.removeFirst().body().length();
    }
  }

  synchronized List<StubRequest> all() {
    return List.copyOf(requests);
  }

  synchronized void clear() {
    requests.clear();
    text = 0;
  }
}
