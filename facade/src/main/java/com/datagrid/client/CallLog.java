package com.datagrid.client;

import java.time.Duration;
import okhttp3.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the client logs of its calls, under the name of this package. Nothing in it is secret: no
 * key, header or body. A logger that fails, fails no call.
 */
final class CallLog {

  private static final Logger LOG = LoggerFactory.getLogger("com.datagrid.client");

  private CallLog() {}

  /**
   * One attempt.
   *
   * @param queued nanoseconds of waiting before it
   * @param exchange nanoseconds that it took
   */
  static void attempt(
      Operation<?> operation, int number, Outcome<?> outcome, long queued, long exchange) {
    if (!LOG.isDebugEnabled()) {
      return;
    }
    safely(
        () ->
            LOG.debug(
                "{}: attempt {}: {}, queued {}, exchange {}{}",
                operation,
                number,
                result(outcome),
                DatagridException.millis(Duration.ofNanos(queued)),
                DatagridException.millis(Duration.ofNanos(exchange)),
                ResponseHeaders.quotedRequestId(outcome.anyResponse())));
  }

  /** A call that succeeded. */
  static void succeeded(Operation<?> operation, Success<?> success) {
    if (!LOG.isDebugEnabled()) {
      return;
    }
    safely(
        () ->
            LOG.debug(
                "{}: succeeded, attempts {}, elapsed {}, waited {}{}",
                operation,
                success.attempts(),
                DatagridException.millis(success.elapsed()),
                DatagridException.millis(success.waited()),
                ResponseHeaders.quotedRequestId(success.outcome().response())));
  }

  /**
   * A call that failed.
   *
   * @param aborted whether somebody ended it, by canceling it for instance
   */
  static void failed(Operation<?> operation, DatagridException failure, boolean aborted) {
    if (LOG.isWarnEnabled() && !aborted && isGivenUp(failure)) {
      safely(
          () ->
              LOG.warn(
                  "{}: given up, attempts {}: {}",
                  operation,
                  failure.attempts(),
                  failure.getMessage()));
    } else if (LOG.isDebugEnabled()) {
      safely(
          () ->
              LOG.debug(
                  "{}: failed, attempts {}: {}",
                  operation,
                  failure.attempts(),
                  failure.getMessage()));
    }
  }

  /** Calls that did not end before the client was closed. */
  static void dropped(int calls) {
    safely(() -> LOG.warn("the client is closed, and the calls that did not end fail: {}", calls));
  }

  /** What follows calls has failed. */
  static void listenerFailed(Throwable failure) {
    safely(() -> LOG.warn("the metrics of a call are lost", failure));
  }

  /**
   * Whether the client wanted to go on, but could not: else the caller knows best what it means.
   */
  private static boolean isGivenUp(DatagridException failure) {
    return failure instanceof RateLimitException
        || failure instanceof CallTimeoutException
        || failure instanceof TransportException
        || (failure instanceof ApiException error
            && (error.statusCode() == 408 || error.statusCode() >= 500));
  }

  private static String result(Outcome<?> outcome) {
    Response response = outcome.anyResponse();
    if (response != null) {
      return "status " + response.code() + (outcome instanceof Outcome.Invalid ? ", invalid" : "");
    }
    return outcome instanceof Outcome.Broken<?> broken
        ? broken.cause() + (broken.sent() ? "" : " (nothing was sent)")
        : "no response";
  }

  private static void safely(Runnable log) {
    try {
      log.run();
    } catch (RuntimeException | Error e) {
      // Of the user's appender. There is no place left to tell it.
    }
  }
}
