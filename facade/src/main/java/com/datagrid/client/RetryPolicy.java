package com.datagrid.client;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Decides what follows an attempt that failed. Pure: the same state and failure give the same
 * decision.
 */
final class RetryPolicy {

  /**
   * A call as it stands after an attempt.
   *
   * @param operation its name for messages
   * @param idempotent whether it may be sent again when it may have been carried out
   * @param repeatable whether its body can be written again
   * @param keyRenewed whether there is another API key than that of this attempt, for the first
   *     time
   * @param attempts how many there were, this one included
   * @param rejections how many 429s directly before this attempt
   * @param faults how many retries of the budget {@code maxRetries} are used
   * @param attemptTimeout for messages
   * @param maxRetryAfter the longest pause to accept
   * @param timeLeft nanoseconds until the deadline
   * @param jitter 0 to 1, at random
   * @param clock for dates
   */
  record CallState(
      String operation,
      boolean idempotent,
      boolean repeatable,
      boolean keyRenewed,
      int attempts,
      int rejections,
      int faults,
      int maxRetries,
      Duration attemptTimeout,
      Duration maxRetryAfter,
      long timeLeft,
      double jitter,
      InstantSource clock) {}

  /** What a call fails with, or what it remembers of an attempt if there is another. */
  private interface Exceptions {
    DatagridException last(String note);

    default DatagridException earlier() {
      return last("");
    }
  }

  private record ErrorExceptions(ErrorResponse response, int attempts) implements Exceptions {
    @Override
    public DatagridException last(String note) {
      return ApiExceptions.of(response, note, attempts);
    }

    @Override
    public DatagridException earlier() {
      return ApiExceptions.ofEarlier(response, attempts);
    }
  }

  private static final String SENT_ONCE = "its body can be sent only once";

  private RetryPolicy() {}

  /**
   * Whether an attempt that ended so is carried out once more, at once and on a new connection. The
   * one that it had was stale, most likely, and the request has not reached the server. If it has
   * nevertheless, the limiter counts both.
   */
  static boolean isRepeatedAtOnce(CallState call, Outcome<?> outcome) {
    return outcome instanceof Outcome.Broken<?> broken
        && broken.stale()
        && (!broken.sent() || (call.idempotent && call.repeatable))
        && call.timeLeft > 0;
  }

  static Decision decide(CallState call, Outcome.Failure<?> outcome) {
    if (outcome instanceof Outcome.Unsuccessful<?> error) {
      return afterError(call, error);
    } else if (outcome instanceof Outcome.Broken<?> broken) {
      return afterBreak(call, broken);
    } else if (outcome instanceof Outcome.Invalid<?> invalid) {
      return new Decision.Fail(
          new InvalidResponseException(
              "the body of HTTP %d from %s is not as documented: %s"
                  .formatted(invalid.response().code(), call.operation, invalid.problem()),
              invalid.response().code(),
              invalid.body(),
              invalid.cause(),
              call.attempts));
    }
    Outcome.Crashed<?> crashed = (Outcome.Crashed<?>) outcome;
    String message = crashed.what() + " failed in a call of " + call.operation;
    return new Decision.Fail(new DatagridException(message, crashed.cause(), call.attempts));
  }

  private static Decision afterError(CallState call, Outcome.Unsuccessful<?> error) {
    ErrorResponse response = error.error();
    Headers headers = response.headers();
    int status = response.statusCode();
    Exceptions failure = new ErrorExceptions(response, call.attempts);
    boolean isAskedFor = call.idempotent && status >= 400 && ResponseHeaders.askForRetry(headers);
    boolean isKeyRenewed = status == 401 && call.keyRenewed;
    boolean isLimit = status == 429;
    if (!isLimit && status != 408 && status < 500 && !isAskedFor && !isKeyRenewed) {
      return new Decision.Fail(failure.last(""));
    }
    if (ResponseHeaders.forbidRetry(headers)) {
      return new Decision.Fail(failure.last("the server forbids a retry"));
    }
    if (!call.repeatable) {
      return new Decision.Fail(failure.last(SENT_ONCE));
    }
    if (isKeyRenewed) {
      return new Decision.Retry(failure.earlier(), 0, true);
    }
    return isLimit
        ? afterRejection(call, response, failure)
        : afterFault(
            call, call.idempotent, ResponseHeaders.retryAfter(headers, call.clock), failure);
  }

  private static Decision afterRejection(
      CallState call, ErrorResponse response, Exceptions failure) {
    if (!response.body().retryable()) {
      return new Decision.Fail(failure.last("the server says that it is not retryable"));
    }
    if (call.rejections + 1 >= Defaults.MAX_REJECTIONS_IN_A_ROW) {
      return new Decision.Fail(
          failure.last("rejected " + Defaults.MAX_REJECTIONS_IN_A_ROW + " times in a row"));
    }
    // How long it takes if the server does not say, the limiter knows best.
    Optional<Duration> pause =
        ResponseHeaders.pause(response.headers(), call.clock, call.maxRetryAfter);
    return again(call, pause, Duration.ZERO, true, failure);
  }

  private static Decision afterBreak(CallState call, Outcome.Broken<?> broken) {
    IOException cause = broken.cause();
    if (broken.cut() == Outcome.Cut.CALL_TIMEOUT) {
      return new Decision.Fail(
          new CallTimeoutException(
              "callTimeout passed during attempt %d of %s: raise callTimeout(..)"
                  .formatted(call.attempts, call.operation),
              null,
              cause,
              call.attempts));
    }
    boolean timeout =
        broken.cut() == Outcome.Cut.ATTEMPT_TIMEOUT || cause instanceof SocketTimeoutException;
    String what = describe(call, broken);
    Exceptions failure =
        note ->
            new TransportException(
                note.isEmpty() ? what : what + "; " + note, cause, timeout, call.attempts);
    if (isCertificateProblem(cause)) {
      return new Decision.Fail(failure.last("the server's certificate is not trusted"));
    }
    if (broken.sent() && !call.repeatable) {
      return new Decision.Fail(failure.last(SENT_ONCE));
    }
    return afterFault(call, !broken.sent() || call.idempotent, Optional.empty(), failure);
  }

  private static String describe(CallState call, Outcome.Broken<?> broken) {
    String problem;
    if (broken.cut() == Outcome.Cut.ATTEMPT_TIMEOUT) {
      problem = "took longer than attemptTimeout (" + call.attemptTimeout + ")";
    } else if (broken.cause() instanceof UnknownHostException) {
      problem = "found no such host: check baseUrl and DNS: " + broken.cause().getMessage();
    } else {
      problem = "failed: " + broken.cause();
    }
    return "attempt %d of %s %s%s"
        .formatted(
            call.attempts,
            call.operation,
            problem,
            broken.sent() ? "; the server may have carried it out" : "; nothing was sent");
  }

  private static Decision afterFault(
      CallState call, boolean harmless, Optional<Duration> retryAfter, Exceptions failure) {
    if (!harmless) {
      return new Decision.Fail(failure.last("not tried again, since it is not idempotent"));
    }
    if (call.faults >= call.maxRetries) {
      return new Decision.Fail(
          failure.last("given up after %d retries (maxRetries)".formatted(call.maxRetries)));
    }
    return again(call, retryAfter, backoff(call), false, failure);
  }

  /** Between half and all of 0.5 s, 1 s, 2 s, ... 8 s. */
  private static Duration backoff(CallState call) {
    long full =
        Math.min(
            Defaults.FIRST_BACKOFF.toNanos() << Math.min(call.faults, 10),
            Defaults.LAST_BACKOFF.toNanos());
    return Duration.ofNanos((long) (full * (0.5 + call.jitter / 2)));
  }

  private static Decision again(
      CallState call,
      Optional<Duration> demanded,
      Duration otherwise,
      boolean throttled,
      Exceptions failure) {
    Duration wait = demanded.orElse(otherwise);
    if (demanded.isPresent() && wait.compareTo(call.maxRetryAfter) > 0) {
      return new Decision.Fail(
          failure.last(
              "it asks for a pause of %s, longer than maxRetryAfter (%s)"
                  .formatted(wait, call.maxRetryAfter)));
    }
    if (wait.toNanos() > call.timeLeft) {
      return new Decision.Fail(
          failure.last("the next attempt in %s would be after the callTimeout".formatted(wait)));
    }
    return new Decision.Retry(failure.earlier(), wait.toNanos(), throttled);
  }

  private static boolean isCertificateProblem(IOException e) {
    if (e instanceof SSLPeerUnverifiedException) {
      return true;
    }
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException) {
        return true;
      }
    }
    return false;
  }
}
