package com.datagrid.client;

import java.io.Serial;

/** 403: the API key is valid but may not do this. */
public final class PermissionDeniedException extends ApiException {

  @Serial private static final long serialVersionUID = 1;

  /**
   * An exception for tests, with the message that the client would give it.
   *
   * @param headers the response's headers
   * @param rawBody the response's body as it came
   */
  public PermissionDeniedException(Headers headers, String rawBody) {
    super(403, headers, rawBody);
  }

  PermissionDeniedException(ErrorResponse response, String message, int attempts) {
    super(response, message, attempts);
  }
}
