package com.datagrid.client;

import static java.net.HttpURLConnection.HTTP_PROXY_AUTH;

import com.datagrid.client.ratelimit.internal.Permit;
import com.datagrid.client.ratelimit.internal.Time;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP exchange under one permit, bounded in time and size. It blocks the thread that runs it,
 * and it tells the limiter when the request is written and what the headers of the answer say.
 *
 * @param <T> the type of the response's body
 */
final class Attempt<T> {

  private final Operation<T> operation;
  private final Permit permit;
  private final Time time;
  private final Duration maxRetryAfter;
  private final long maxResponseBytes;
  private final long timeoutNanos;
  private final Outcome.Cut cutByTimer;

  private volatile boolean sent;
  private volatile Outcome.Cut cut = Outcome.Cut.NOBODY;
  private volatile List<String> withheldRetryAfter = List.of();

  /** A 407, which OkHttp throws away with a ProtocolException if it knows of no proxy. */
  private volatile @Nullable Response refusedByProxy;

  /**
   * Ready to run.
   *
   * @param timeoutNanos after which the exchange is cut
   * @param cutByTimer what that means
   */
  Attempt(
      Operation<T> operation,
      Permit permit,
      Time time,
      ClientSettings settings,
      long timeoutNanos,
      Outcome.Cut cutByTimer) {
    this.operation = operation;
    this.permit = permit;
    this.time = time;
    this.maxRetryAfter = settings.maxRetryAfter();
    this.maxResponseBytes = settings.maxResponseBytes();
    this.timeoutNanos = timeoutNanos;
    this.cutByTimer = cutByTimer;
  }

  /** Carries the exchange out; the call's request must have this attempt as a tag. */
  Outcome<T> run(okhttp3.Call call) {
    Time.Scheduled timer =
        time.schedule(
            timeoutNanos,
            () -> {
              cut = cutByTimer;
              call.cancel();
            });
    try {
      Response response = call.execute();
      if (operation.isStreaming() && response.isSuccessful()) {
        // The caller reads it, and nobody cuts that: each wait for more is bounded, at least.
        response.body().source().timeout().timeout(timeoutNanos, TimeUnit.NANOSECONDS);
        return success(response, operation.converter().convert(response.body()));
      }
      try (response) {
        return response.isSuccessful() ? readSuccess(response) : readError(call, response);
      }
    } catch (IOException e) {
      Response refusal = refusedByProxy;
      return refusal != null && e instanceof ProtocolException
          ? new Outcome.Unsuccessful<>(refusal, "")
          : new Outcome.Broken<>(e, sent, cut);
    } catch (Throwable e) { // an Error, too: else the future of the call would never complete
      if (e instanceof InterruptedException) { // OkHttp lets it out where it connects in parallel
        Thread.currentThread().interrupt();
        return new Outcome.Broken<>(new IOException("interrupted", e), sent, cut);
      }
      return new Outcome.Crashed<>("an interceptor or another part of the httpClient", e);
    } finally {
      permit.release(); // the timer has a thread as long as something is scheduled
      timer.cancel();
    }
  }

  // On the way out and in, from the network interceptor.

  /** Installed as the last network interceptor: what it sends goes out on the wire next. */
  static Response intercept(Interceptor.Chain chain) throws IOException {
    Attempt<?> attempt = chain.request().tag(Attempt.class);
    return attempt == null ? chain.proceed(chain.request()) : attempt.exchange(chain);
  }

  private Response exchange(Interceptor.Chain chain) throws IOException {
    Permit own = permit;
    if (!own.sent(timeoutNanos)) {
      // A second exchange of the same attempt, by an authenticator or a borrowed interceptor.
      own = permit.another();
      own.sent(timeoutNanos);
    }
    sent = true;
    try {
      Response response = proceed(chain);
      report(own, response, time::instant, maxRetryAfter);
      refusedByProxy = response.code() == HTTP_PROXY_AUTH ? withoutBody(response) : null;
      return withoutReplay(withoutLastReading(response));
    } finally {
      own.release();
    }
  }

  /** As HTTP wants it: on some answers that are none OkHttp throws an unchecked exception. */
  private static Response proceed(Interceptor.Chain chain) throws IOException {
    try {
      Response response = chain.proceed(chain.request());
      if (response.body().contentLength() < -1) { // reading it would throw, closing it leak
        throw new ProtocolException("the answer has a negative Content-Length");
      }
      return response;
    } catch (RuntimeException e) {
      throw new IOException("the answer is no valid HTTP: " + e.getMessage(), e);
    }
  }

  /**
   * When a body is closed that has not come to its end, OkHttp reads on for a moment; and where
   * reading has failed it reads once more what it has in memory, which a server can make last for
   * minutes. By then the connection is given up already, so that nothing is left to close.
   */
  private static Response withoutLastReading(Response response) {
    if (response.protocol() == Protocol.HTTP_2) {
      return response; // closing gives room for other streams of the connection
    }
    ResponseBody body = response.body();
    Source source =
        new ForwardingSource(body.source()) {
          private boolean failed;

          @Override
          public long read(Buffer sink, long most) throws IOException {
            try {
              return super.read(sink, most);
            } catch (IOException e) {
              failed = true;
              throw e;
            }
          }

          @Override
          public void close() throws IOException {
            if (!failed) {
              super.close();
            }
          }
        };
    return response
        .newBuilder()
        .body(ResponseBody.create(Okio.buffer(source), body.contentType(), body.contentLength()))
        .build();
  }

  /** Tells the limiter what the headers of an answer say. */
  static void report(
      Permit permit, Response response, InstantSource clock, Duration maxRetryAfter) {
    Headers headers = Headers.of(response.headers());
    OptionalInt limit = ResponseHeaders.limit(headers);
    if (response.code() != 429) {
      permit.accepted(limit.orElse(0), ResponseHeaders.remaining(headers).orElse(-1));
      return;
    }
    Duration pause = ResponseHeaders.pause(headers, clock, maxRetryAfter).orElse(Duration.ZERO);
    permit.throttled(limit.orElse(0), pause.toNanos());
  }

  /** OkHttp sends a request without a body again at once on this, behind the limiter's back. */
  private Response withoutReplay(Response response) {
    withheldRetryAfter = response.code() == 503 ? response.headers("Retry-After") : List.of();
    return withheldRetryAfter.isEmpty()
        ? response
        : response.newBuilder().removeHeader("Retry-After").build();
  }

  // Reading.

  private Outcome<T> readError(okhttp3.Call call, Response response) throws IOException {
    Response.Builder restored = withoutBody(response).newBuilder();
    withheldRetryAfter.forEach(value -> restored.addHeader("Retry-After", value));
    Buffer body = new Buffer();
    try {
      read(response.body().source(), body, Defaults.MAX_ERROR_BYTES);
    } catch (IOException e) {
      if (cut == Outcome.Cut.DEADLINE
          || (cut == Outcome.Cut.NOBODY && call.isCanceled())
          || Thread.currentThread().isInterrupted()) {
        throw e; // the call is over, whatever the server said
      }
      // The status says enough; what came of the body is better than nothing.
    }
    return new Outcome.Unsuccessful<>(restored.build(), text(response, body));
  }

  private Outcome<T> readSuccess(Response response) throws IOException {
    if (response.code() == 204 || response.code() == 205) {
      return operation.isBodyRequired()
          ? invalid(response, new Buffer(), "there is none", null)
          : success(response, null);
    }
    Buffer body = new Buffer();
    long most = Math.max(maxResponseBytes, maxResponseBytes + 1); // which may overflow
    read(response.body().source(), body, most);
    if (body.size() > maxResponseBytes) {
      return invalid(
          response, body, "larger than maxResponseBytes (" + maxResponseBytes + ")", null);
    }
    byte[] bytes = body.readByteArray(); // and what the buffer was made of can be used again
    T value;
    try {
      value =
          operation.converter().convert(ResponseBody.create(bytes, response.body().contentType()));
    } catch (EOFException e) {
      String problem = bytes.length == 0 ? "it is empty" : "it ends too early";
      return invalid(response, body.write(bytes), problem, e);
    } catch (IOException | RuntimeException e) {
      return invalid(response, body.write(bytes), String.valueOf(e.getMessage()), e);
    }
    if (value == null && operation.isBodyExpected()) {
      return invalid(response, body.write(bytes), "it is null", null);
    }
    return success(response, value);
  }

  @SuppressWarnings("NullAway") // null only where T is Void or the response has no body
  private Outcome<T> success(Response response, @Nullable T value) {
    return new Outcome.Success<>(withoutBody(response), value);
  }

  private Outcome<T> invalid(
      Response response, Buffer body, String problem, @Nullable Exception cause) {
    return new Outcome.Invalid<>(withoutBody(response), text(response, body), problem, cause);
  }

  private static void read(BufferedSource source, Buffer sink, long most) throws IOException {
    while (sink.size() < most && source.read(sink, most - sink.size()) != -1) {
      // reads on
    }
  }

  private static String text(Response response, Buffer body) {
    MediaType type = response.body().contentType();
    Charset charset = type == null ? null : type.charset(StandardCharsets.UTF_8);
    String text =
        body.snapshot((int) Math.min(body.size(), Defaults.MAX_ERROR_BYTES))
            .string(charset == null ? StandardCharsets.UTF_8 : charset);
    return Pipeline.masked(text, Pipeline.apiKey(response.request())); // it may quote a wrong key
  }

  private static Response withoutBody(Response response) {
    return response
        .newBuilder()
        .body(ResponseBody.create("", response.body().contentType()))
        .build();
  }
}
