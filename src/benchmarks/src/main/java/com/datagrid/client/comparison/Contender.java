package com.datagrid.client.comparison;

import java.util.Optional;

/** One way to call the API, as one would use it first: with its defaults. */
interface Contender {

  /** What {@code -Donly} calls it. */
  String name();

  /** Makes it ready to run; why it cannot run here, or empty. */
  Optional<String> prepare() throws Exception;

  /** Renames so many connections, so many at a time. */
  Result rename(String baseUrl, int calls, int workers) throws Exception;

  /**
   * What came of it.
   *
   * @param failed how many calls failed
   * @param last how the last one ended
   */
  record Result(int failed, String last) {}
}
