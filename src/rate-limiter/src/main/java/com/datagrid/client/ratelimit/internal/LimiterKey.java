package com.datagrid.client.ratelimit.internal;

import java.util.Optional;

/**
 * Identifies what has a limit of its own.
 *
 * @param name the name of its limiter
 * @param scope distinguishes it from others of that name; part of the limiter's name only if the
 *     plain one is taken
 */
public record LimiterKey(String name, Optional<String> scope) {

  // A record's own two are linked at run time, which loads 59 classes before the first call.

  @Override
  public boolean equals(Object other) {
    return other instanceof LimiterKey key && name.equals(key.name) && scope.equals(key.scope);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + scope.hashCode();
  }
}
