package com.datagrid.client;

import java.io.Serial;

/** 401: the server does not accept the API key. */
public final class AuthenticationException extends ApiException {

  @Serial private static final long serialVersionUID = 1;

  /**
   * An exception for tests, with the message that the client would give it.
   *
   * @param headers the response's headers
   * @param rawBody the response's body as it came
   */
  public AuthenticationException(Headers headers, String rawBody) {
    super(401, headers, rawBody);
  }

  AuthenticationException(ErrorResponse response, String message, int attempts) {
    super(response, message, attempts);
  }
}
