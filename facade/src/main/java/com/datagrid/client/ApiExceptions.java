package com.datagrid.client;

/** Makes the exception of an error response. */
final class ApiExceptions {

  private ApiExceptions() {}

  /**
   * The failure of a call that ends with that response.
   *
   * @param note why the client gave up; may be empty
   */
  static ApiException of(ErrorResponse response, String note, int attempts) {
    return of(response, attempts, response.message(note));
  }

  /** The failure of an attempt that another one follows. */
  static ApiException ofEarlier(ErrorResponse response, int attempts) {
    return of(response.shortened(), attempts, response.message(""));
  }

  private static ApiException of(ErrorResponse response, int attempts, String message) {
    return switch (response.statusCode()) {
      case 401 -> new AuthenticationException(response, message, attempts);
      case 403 -> new PermissionDeniedException(response, message, attempts);
      case 404 -> new NotFoundException(response, message, attempts);
      case 429 -> new RateLimitException(response, message, attempts);
      default -> new ApiException(response, message, attempts);
    };
  }
}
