package com.datagrid.client;

import java.io.IOException;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * What came of one attempt.
 *
 * @param <T> the type of the response's body
 */
sealed interface Outcome<T extends @Nullable Object> {

  /** Who or what ended an exchange before its time. */
  enum Cut {
    NOBODY,
    ATTEMPT_TIMEOUT,
    CALL_TIMEOUT
  }

  /** The response without its body; null if there was none. */
  default @Nullable Response anyResponse() {
    return null;
  }

  /**
   * A 2xx whose body could be read; {@code response} is without its body, and {@code body} is null
   * where there is none.
   */
  record Success<T extends @Nullable Object>(Response response, T body) implements Outcome<T> {
    @Override
    public Response anyResponse() {
      return response;
    }
  }

  /** Anything else, of which {@link RetryPolicy} decides what follows. */
  sealed interface Failure<T> extends Outcome<T> {}

  /** Any other status; {@code response} is without its body. */
  record Unsuccessful<T>(Response response, ErrorResponse error) implements Failure<T> {
    @Override
    public Response anyResponse() {
      return response;
    }
  }

  /** A 2xx whose body is not what it should be; its texts are fit for a log. */
  record Invalid<T>(Response response, String body, String problem, @Nullable Throwable cause)
      implements Failure<T> {
    @Override
    public Response anyResponse() {
      return response;
    }
  }

  /**
   * No complete response.
   *
   * @param cause fit for a log
   * @param sent whether any of the request may have reached the server
   * @param stale whether it failed on a connection that had served before, and nothing of a
   *     response came
   */
  record Broken<T>(IOException cause, boolean sent, Cut cut, boolean stale) implements Failure<T> {

    Broken(IOException cause, boolean sent, Cut cut) {
      this(cause, sent, cut, false);
    }
  }

  /** Something that the user plugged in failed. */
  record Crashed<T>(String what, Throwable cause) implements Failure<T> {}
}
