package com.datagrid.client;

import java.io.Serial;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * A call failed; the subclass says how. This class itself is thrown if code that the user supplied
 * fails, such as the supplier of the API key, with that failure as the cause. The failures of the
 * call's earlier attempts are {@linkplain #getSuppressed suppressed exceptions}.
 *
 * <p>No message contains the API key or a body.
 */
public class DatagridException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  /** The number of attempts. */
  private final int attempts;

  /** How long the call took. */
  private Duration elapsed = Duration.ZERO;

  /** How much of that was no attempt. */
  private Duration waited = Duration.ZERO;

  /** That of the last response; null if there was none. */
  private @Nullable String requestId;

  /** What the message ends with. */
  private String told = "";

  /** Nanoseconds until the next attempt, for the events of Resilience4j; -1 if there is none. */
  private long retryIn = -1;

  /**
   * An exception of a call with one attempt, for tests.
   *
   * @param message what {@link #getMessage()} returns
   * @param cause what failed; null if there is nothing else to tell
   */
  public DatagridException(String message, @Nullable Throwable cause) {
    this(message, cause, 1);
  }

  DatagridException(String message, @Nullable Throwable cause, int attempts) {
    super(message, cause);
    this.attempts = attempts;
  }

  /** {@return the number of attempts; 0 if the call never got its turn} */
  public final int attempts() {
    return attempts;
  }

  /**
   * {@return how long the call took until this failure, from joining the queue; zero in an
   * exception that did not come from a call}
   */
  public final Duration elapsed() {
    return elapsed;
  }

  /**
   * {@return how much of {@link #elapsed()} was no attempt: the queue, and the pauses before
   * retries}
   */
  public final Duration waited() {
    return waited;
  }

  /**
   * {@return the header {@code X-Request-Id}, which the vendor's support asks for, of the last
   * response that the call got; empty if it got none with that header}
   */
  public Optional<String> requestId() {
    return Optional.ofNullable(requestId);
  }

  /** With the times, and the request id, of a call that failed. */
  @Override
  public @Nullable String getMessage() {
    return told.isEmpty() ? super.getMessage() : super.getMessage() + told;
  }

  /**
   * What the call knows, before anybody else sees this exception.
   *
   * @param response the last one, or null
   */
  final void ofCall(Duration elapsed, Duration waited, @Nullable Response response) {
    this.elapsed = elapsed;
    this.waited = waited;
    requestId = ResponseHeaders.requestId(response).orElse(null);
    String request = this instanceof ApiException ? "" : ResponseHeaders.quotedRequestId(response);
    told = " [elapsed %s, waited %s%s]".formatted(millis(elapsed), millis(waited), request);
  }

  /** As times are told: what is shorter than a millisecond is of no interest. */
  static Duration millis(Duration duration) {
    return duration.truncatedTo(ChronoUnit.MILLIS);
  }

  final long retryIn() {
    return retryIn;
  }

  final void retryIn(long nanos) {
    retryIn = nanos;
  }
}
