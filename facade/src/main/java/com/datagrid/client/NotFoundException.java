package com.datagrid.client;

import java.io.Serial;

/** 404: there is no such thing, or the API key may not see it. */
public final class NotFoundException extends ApiException {

  @Serial private static final long serialVersionUID = 1;

  /**
   * An exception for tests, with the message that the client would give it.
   *
   * @param headers the response's headers
   * @param rawBody the response's body as it came
   */
  public NotFoundException(Headers headers, String rawBody) {
    super(404, headers, rawBody);
  }

  NotFoundException(ErrorResponse response, String message, int attempts) {
    super(response, message, attempts);
  }
}
