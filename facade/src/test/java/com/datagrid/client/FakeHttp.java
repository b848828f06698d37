package com.datagrid.client;

import com.datagrid.client.ratelimit.internal.VirtualTime;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * In place of the network: responds at once or after some virtual time, and passes every exchange
 * through the client's network interceptor as OkHttp would.
 */
final class FakeHttp implements Call.Factory {

  /** What comes back for one request. */
  record Reply(
      int status,
      okhttp3.Headers headers,
      String body,
      Duration delay,
      @Nullable IOException failure,
      boolean sent) {

    static Reply of(int status, String body, String... headers) {
      return new Reply(
          status, okhttp3.Headers.of(headers), body, Duration.ZERO, /* failure= */ null, true);
    }

    /** The connection breaks after the request is written. */
    static Reply broken(IOException failure) {
      return new Reply(0, okhttp3.Headers.of(), "", Duration.ZERO, failure, true);
    }

    /** There is no connection to write to. */
    static Reply unsent(IOException failure) {
      return new Reply(0, okhttp3.Headers.of(), "", Duration.ZERO, failure, false);
    }

    Reply after(Duration delay) {
      return new Reply(status, headers, body, delay, failure, sent);
    }
  }

  private final VirtualTime time;
  private final Deque<Reply> script = new ArrayDeque<>();
  private final List<Request> requests = new ArrayList<>();
  private Function<Request, Reply> otherwise = request -> ok();

  FakeHttp(VirtualTime time) {
    this.time = time;
  }

  static final String CONNECTION =
      """
      {"object": "connection", "id": "conn_1", "name": "Sales", "teamspace_id": "team_1",
       "connector_id": "hubspot", "created_at": "2026-01-02T03:04:05Z",
       "updated_at": "2026-01-02T03:04:05Z", "value": "s3cret"}""";

  static Reply ok(String... headers) {
    return Reply.of(200, CONNECTION, headers);
  }

  static Reply rejected(String... headers) {
    return Reply.of(
        429,
        """
        {"status_code": 429, "error": "rate_limit_exceeded", "message": "Slow down",
         "retryable": true}""",
        headers);
  }

  /** A client with this in place of the network, in virtual time. */
  DatagridClient.Builder client() {
    return DatagridClient.builder()
        .apiKey("key")
        .time(time, VirtualExecutors::new)
        .callFactory(client -> this);
  }

  /** The next replies in order; after them {@link #otherwise}. */
  FakeHttp then(Reply... replies) {
    script.addAll(List.of(replies));
    return this;
  }

  FakeHttp otherwise(Function<Request, Reply> server) {
    otherwise = server;
    return this;
  }

  /** What was written to the server. */
  List<Request> requests() {
    return requests;
  }

  static String body(Request request) throws IOException {
    Buffer buffer = new Buffer();
    if (request.body() != null) {
      request.body().writeTo(buffer);
    }
    return buffer.readUtf8();
  }

  @Override
  public Call newCall(Request request) {
    Exchange exchange = new Exchange(request);
    return (Call)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Call.class},
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "execute" -> exchange.execute();
                  case "cancel" -> exchange.cancel();
                  case "isCanceled" -> exchange.canceled;
                  case "request" -> request;
                  default -> throw new UnsupportedOperationException(method.toString());
                });
  }

  private final class Exchange {
    private final Request request;
    private boolean canceled;

    Exchange(Request request) {
      this.request = request;
    }

    @Nullable Object cancel() {
      canceled = true;
      return null;
    }

    Response execute() throws IOException {
      Reply next = script.poll();
      Reply reply = next != null ? next : otherwise.apply(request);
      if (reply.sent) {
        return Attempt.intercept(chain(reply));
      }
      return respond(reply);
    }

    private Interceptor.Chain chain(Reply reply) {
      return (Interceptor.Chain)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {Interceptor.Chain.class},
              (proxy, method, args) ->
                  switch (method.getName()) {
                    case "request" -> request;
                    case "proceed" -> {
                      requests.add(request);
                      yield respond(reply);
                    }
                    default -> throw new UnsupportedOperationException(method.toString());
                  });
    }

    private Response respond(Reply reply) throws IOException {
      for (Duration left = reply.delay; !left.isZero() && !canceled; ) {
        Duration step = left.compareTo(STEP) < 0 ? left : STEP;
        time.advance(step); // whatever else is due meanwhile happens, too
        left = left.minus(step);
      }
      if (canceled) {
        throw new IOException("Canceled");
      }
      if (reply.failure != null) {
        throw reply.failure;
      }
      return new Response.Builder()
          .request(request)
          .protocol(Protocol.HTTP_1_1)
          .code(reply.status)
          .message("")
          .headers(reply.headers)
          .body(ResponseBody.create(reply.body, MediaType.get("application/json")))
          .build();
    }
  }

  private static final Duration STEP = Duration.ofMillis(10);
}
