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
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Interceptor;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP exchange under one permit, bounded in time and size, or two where the first meets a
 * connection that is stale. It blocks the thread that runs it, and it tells the limiter when the
 * request is sent and what the headers of the response say.
 *
 * @param <T> the type of the response's body
 */
final class Attempt<T> {

  private static final Pattern LENGTH_WITHOUT_CONTENT =
      Pattern.compile("HTTP (20[45]) had non-zero Content-Length");

  private final Operation<T> operation;
  private final Time time;
  private final Duration maxRetryAfter;
  private final long maxResponseBytes;
  private final ResponseReader<T> reader;

  /** Of the latest exchange. */
  private volatile Permit permit;

  private volatile long timeoutNanos;
  private volatile boolean sent;
  private volatile boolean stale;
  private volatile boolean challenged;
  private volatile Outcome.Cut cut = Outcome.Cut.NOBODY;
  private volatile List<String> withheldRetryAfter = List.of();

  /** With what interceptors have added to it, once it is written. */
  private volatile @Nullable Request request;

  private volatile @Nullable WireBody wireBody;

  /**
   * A response that OkHttp throws away with a ProtocolException: a 407 where it knows of no proxy,
   * and a 204 or 205 that has a Content-Length.
   */
  private volatile @Nullable Response refused;

  /** Ready to run. */
  Attempt(Operation<T> operation, Permit permit, Time time, ClientSettings settings) {
    this.operation = operation;
    this.permit = permit;
    this.time = time;
    this.maxRetryAfter = settings.maxRetryAfter();
    this.maxResponseBytes = settings.maxResponseBytes();
    this.reader = new ResponseReader<>(operation, maxResponseBytes, this::foreign);
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
    request = call.request();
    Time.Scheduled timer =
        time.scheduleReal(
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
        if (!response.isSuccessful() && operation.isBodiless(response.code())) {
          return reader.noContent(response);
        }
        return response.isSuccessful()
            ? reader.readSuccess(response, wireBody)
            : reader.error(withRetryAfter(response), () -> isOver(call));
      }
    } catch (IOException e) {
      Response response = refused;
      if (response == null || !(e instanceof ProtocolException)) {
        return broken(e);
      }
      return response.isSuccessful()
          ? reader.noContent(response)
          : reader.errorWithoutBody(response);
    } catch (Throwable e) { // an Error, too: else the future of the call would never complete
      if (e instanceof InterruptedException) { // OkHttp lets it out where it connects in parallel
        Thread.currentThread().interrupt();
        return broken(new IOException("interrupted", e));
      }
      // Only secrets are masked: it is no foreign text, but may quote some.
      return new Outcome.Crashed<>(
          "an interceptor or another part of the httpClient",
          ForeignFailure.clean(e, foreign()::mask));
    } finally {
      if (!stale) { // else it may be repeated at once, and nobody else gets its slot meanwhile
        release(); // the timer has a thread as long as something is scheduled
      }
      timer.cancel();
    }
  }

  /** Releases the permit, unless a response came. Idempotent. */
  void release() {
    permit.release();
  }

  private Outcome<T> broken(IOException failure) {
    Throwable cause = ForeignFailure.clean(failure, foreign()::line);
    return new Outcome.Broken<>((IOException) cause, sent, cut, stale);
  }

  /** How to quote what comes back. */
  private ForeignText foreign() {
    return ForeignText.inResponseTo(Objects.requireNonNull(request));
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
      // One more exchange of this attempt: on a fresh connection, or by an authenticator or a
      // borrowed interceptor.
      Permit earlier = own;
      own = earlier.another();
      own.sent(timeoutNanos);
      permit = own;
      earlier.release(); // not before: another call could take its slot, which now is this one's
    }
    final boolean sentBefore = sent;
    sent = true;
    request = chain.request();
    try {
      Response response = withCleanReason(proceed(chain));
      report(own, response, time::instant, maxRetryAfter);
      challenged = response.code() == HTTP_UNAUTHORIZED || response.code() == HTTP_PROXY_AUTH;
      refused = response.code() == HTTP_PROXY_AUTH ? ResponseReader.withoutBody(response) : null;
      WireBody body = new WireBody(response, maxBytes(response));
      wireBody = body;
      return withoutReplay(body.in(response));
    } catch (ProtocolException e) {
      refused = withoutContent(chain.request(), e);
      if (refused != null) {
        report(own, refused, time::instant, maxRetryAfter);
      }
      throw e;
    } catch (IOException e) {
      if (HttpTransport.isUnprocessed(e)) {
        sent = sentBefore;
        own.unsent(); // it is there for the next exchange
      }
      throw e;
    }
  }

  /** Makes the exceptions checked that OkHttp throws for some responses that are not HTTP. */
  private static Response proceed(Interceptor.Chain chain) throws IOException {
    try {
      Response response = chain.proceed(chain.request());
      if (response.body().contentLength() < -1) { // reading it would throw, closing it leak
        throw new ProtocolException("the response has a negative Content-Length");
      }
      return response;
    } catch (RuntimeException e) {
      ProtocolException invalid =
          new ProtocolException("the response is not valid HTTP: " + e.getMessage());
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

  /** HTTP/1's reason phrase, which the response's own {@code toString()} prints. */
  private Response withCleanReason(Response response) {
    String reason = response.message();
    if (reason.isEmpty() || reason.equals("OK")) {
      return response;
    }
    String clean = foreign().quote(reason);
    return clean.equals(reason) ? response : response.newBuilder().message(clean).build();
  }

  private long maxBytes(Response response) {
    if (!response.isSuccessful()) {
      return Defaults.MAX_ERROR_BYTES;
    }
    return operation.isStreaming() ? Long.MAX_VALUE : maxResponseBytes;
  }

  /** Tells the limiter what the headers of a response say. */
  static void report(
      Permit permit, Response response, InstantSource clock, Duration maxRetryAfter) {
    Headers headers = Headers.of(response.headers());
    int limit = ResponseHeaders.limit(headers).orElse(0);
    if (response.code() == 429) {
      Optional<Duration> pause = ResponseHeaders.pause(headers, clock, maxRetryAfter);
      permit.throttled(limit, pause.orElse(Duration.ZERO).toNanos());
      return;
    }
    if (response.code() == 503) {
      Optional<Duration> pause = ResponseHeaders.retryAfter(headers, clock);
      if (pause.isPresent()) {
        permit.unavailable(limit, pause.get().toNanos());
        return;
      }
    }
    permit.accepted(limit, ResponseHeaders.remaining(headers).orElse(-1));
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
    return cut == Outcome.Cut.CALL_TIMEOUT
        || (cut == Outcome.Cut.NOBODY && call.isCanceled())
        || Thread.currentThread().isInterrupted();
  }
}
