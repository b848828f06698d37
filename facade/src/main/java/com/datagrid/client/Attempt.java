package com.datagrid.client;

import static java.net.HttpURLConnection.HTTP_PROXY_AUTH;
import static java.net.HttpURLConnection.HTTP_UNAUTHORIZED;

import com.datagrid.client.ratelimit.internal.Permit;
import com.datagrid.client.ratelimit.internal.Time;
import java.io.IOException;
import java.net.ProtocolException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Interceptor;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP exchange under one permit, bounded in time and size, or two where the first meets a
 * connection that is stale. It blocks the thread that runs it, and it tells the limiter when the
 * request is written and what the headers of the answer say.
 *
 * @param <T> the type of the response's body
 */
final class Attempt<T> {

  private static final Pattern LENGTH_WITHOUT_CONTENT =
      Pattern.compile("HTTP (20[45]) had non-zero Content-Length");

  private final Operation<T> operation;
  private final Permit permit;
  private final Time time;
  private final Duration maxRetryAfter;
  private final ResponseReader<T> reader;

  private volatile long timeoutNanos;
  private volatile boolean sent;
  private volatile boolean stale;
  private volatile boolean challenged;
  private volatile Outcome.Cut cut = Outcome.Cut.NOBODY;
  private volatile List<String> withheldRetryAfter = List.of();

  /**
   * A response that OkHttp throws away with a ProtocolException: a 407 where it knows of no proxy,
   * and a 204 or 205 that has a Content-Length.
   */
  private volatile @Nullable Response refused;

  /** Ready to run. The permit is not released at the end. */
  Attempt(Operation<T> operation, Permit permit, Time time, ClientSettings settings) {
    this.operation = operation;
    this.permit = permit;
    this.time = time;
    this.maxRetryAfter = settings.maxRetryAfter();
    this.reader = new ResponseReader<>(operation, settings.maxResponseBytes());
  }

  /**
   * Carries the exchange out; the call's request must have this attempt as a tag.
   *
   * @param timeout in nanoseconds, after which the exchange is cut
   * @param cutByTimer what that means
   */
  Outcome<T> run(okhttp3.Call call, long timeout, Outcome.Cut cutByTimer) {
    timeoutNanos = timeout;
    cut = Outcome.Cut.NOBODY;
    stale = false;
    Time.Scheduled timer =
        time.schedule(
            timeout,
            () -> {
              cut = cutByTimer;
              call.cancel();
            });
    try {
      Response response = call.execute();
      if (operation.isStreaming() && response.isSuccessful()) {
        // The caller reads it, and nobody cuts that: each wait for more is bounded, at least.
        response.body().source().timeout().timeout(timeout, TimeUnit.NANOSECONDS);
        return reader.success(response, operation.converter().convert(response.body()));
      }
      try (response) {
        return response.isSuccessful()
            ? reader.success(response)
            : reader.error(withRetryAfter(response), () -> isOver(call));
      }
    } catch (IOException e) {
      Response response = refused;
      if (response == null || !(e instanceof ProtocolException)) {
        return new Outcome.Broken<>(e, sent, cut, stale);
      }
      return response.isSuccessful()
          ? reader.noContent(response)
          : new Outcome.Unsuccessful<>(response, "");
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

  // What those ask who carry the exchange out.

  /** Whether a timer has ended the exchange. */
  boolean isCut() {
    return cut != Outcome.Cut.NOBODY;
  }

  /** The exchange has failed. */
  void failed(boolean onStaleConnection) {
    stale = onStaleConnection;
  }

  /** Whether an authenticator may have the request sent once more. */
  boolean isChallenged() {
    return challenged;
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
      challenged = response.code() == HTTP_UNAUTHORIZED || response.code() == HTTP_PROXY_AUTH;
      refused = response.code() == HTTP_PROXY_AUTH ? ResponseReader.withoutBody(response) : null;
      return withoutReplay(withoutLastReading(response));
    } catch (ProtocolException e) {
      refused = withoutContent(chain.request(), e);
      if (refused != null) {
        report(own, refused, time::instant, maxRetryAfter);
      }
      throw e;
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
      ProtocolException invalid =
          new ProtocolException("the answer is no valid HTTP: " + e.getMessage());
      invalid.initCause(e);
      throw invalid;
    }
  }

  /** The 204 or 205, without its headers, that OkHttp complains of; null if it does of others. */
  private static @Nullable Response withoutContent(Request request, ProtocolException e) {
    Matcher complaint = LENGTH_WITHOUT_CONTENT.matcher(String.valueOf(e.getMessage()));
    return complaint.lookingAt()
        ? new Response.Builder()
            .request(request)
            .protocol(Protocol.HTTP_1_1)
            .code(Integer.parseInt(complaint.group(1)))
            .message("")
            .body(ResponseBody.create("", null))
            .build()
        : null;
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

  private Response withRetryAfter(Response response) {
    Response.Builder restored = response.newBuilder();
    withheldRetryAfter.forEach(value -> restored.addHeader("Retry-After", value));
    return restored.build();
  }

  /** Whether the call is, whatever the server said. */
  private boolean isOver(okhttp3.Call call) {
    return cut == Outcome.Cut.DEADLINE
        || (cut == Outcome.Cut.NOBODY && call.isCanceled())
        || Thread.currentThread().isInterrupted();
  }
}
