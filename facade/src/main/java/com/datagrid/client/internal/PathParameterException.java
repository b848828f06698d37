package com.datagrid.client.internal;

import java.io.Serial;

/**
 * A value that would change the path. Whoever converts a value does not know its operation: {@link
 * #of} completes the message.
 */
public final class PathParameterException extends IllegalArgumentException {

  @Serial private static final long serialVersionUID = 1;

  private final String parameter;
  private final String problem;

  PathParameterException(String parameter, String problem) {
    super(parameter + ' ' + problem);
    this.parameter = parameter;
    this.problem = problem;
  }

  /** What users get to see. */
  public IllegalArgumentException of(String operation) {
    return new IllegalArgumentException(parameter + " of " + operation + ' ' + problem);
  }
}
