package com.datagrid.client.stubs;

import com.datagrid.client.stubs.SchemaCheck.Problem;
import java.util.List;

/**
 * Why a request is not carried out.
 *
 * @param status such as 400
 * @param error a code, such as {@code invalid_request}
 * @param message for people
 * @param problems what is wrong with which field; may be empty
 */
record Refusal(int status, String error, String message, List<Problem> problems) {

  Refusal(int status, String error, String message) {
    this(status, error, message, List.of());
  }

  /** A request with these problems, of which there is at least one. */
  static Refusal invalid(List<Problem> problems) {
    String more = problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)";
    return new Refusal(400, "invalid_request", problems.get(0) + more, problems);
  }
}
