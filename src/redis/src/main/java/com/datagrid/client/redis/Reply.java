package com.datagrid.client.redis;

import java.util.List;

/**
 * The script's reply. Times are in nanoseconds.
 *
 * @param now the engine's time
 * @param offset the correction of the engine's clock
 * @param generation of the data
 * @param limit requests per window; 0 if unknown
 * @param isEstimated whether the limit is a guess, since no response has named it
 * @param members the number of processes
 * @param total the number of slots in use by all of them
 * @param pause how long the fleet pauses
 * @param isProbing whether the number of requests in flight is restricted after a pause
 * @param retryIn the time until to ask again; 0 for at once
 * @param nextFree the least time until the next slot falls free
 * @param delays for each granted lease, the time until it can be used
 */
record Reply(
    Status status,
    long now,
    long offset,
    String generation,
    int limit,
    boolean isEstimated,
    int members,
    int total,
    long pause,
    boolean isProbing,
    long retryIn,
    long nextFree,
    List<Long> delays) {

  /** In the order of the script's status codes. */
  enum Status {
    /** This process is in the fleet. */
    OK,
    /** The engine lacks data: upload everything. */
    UPLOAD,
    /** The message arrived too late and was ignored: send a new one. */
    LATE,
    /** Like {@link #OK}, but no leases are granted until other processes have uploaded. */
    SETTLING
  }

  private static final List<Status> STATUSES = List.of(Status.values());
  private static final int FIRST_DELAY = 12;

  /**
   * Parses a reply.
   *
   * @throws RuntimeException if the script did not produce it
   */
  static Reply of(List<?> values) {
    return new Reply(
        STATUSES.get((int) number(values, 0)),
        1000 * number(values, 1),
        1000 * number(values, 2),
        text(values.get(3)),
        (int) number(values, 4),
        number(values, 5) > 0,
        (int) number(values, 6),
        (int) number(values, 7),
        1000 * number(values, 8),
        number(values, 9) > 0,
        1000 * number(values, 10),
        1000 * number(values, 11),
        values.subList(FIRST_DELAY, values.size()).stream()
            .map(value -> 1000 * (Long) value)
            .toList());
  }

  private static long number(List<?> values, int i) {
    return (Long) values.get(i);
  }

  private static String text(Object value) {
    return value instanceof byte[] bytes
        ? new String(bytes, java.nio.charset.StandardCharsets.US_ASCII)
        : (String) value;
  }
}
