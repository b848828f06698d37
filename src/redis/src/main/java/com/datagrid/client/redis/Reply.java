package com.datagrid.client.redis;

import java.util.List;

/**
 * What the script answers; times are in nanoseconds.
 *
 * @param now the time of the engine
 * @param offset that its clock has been corrected by
 * @param generation of the data
 * @param limit the requests per window; 0 if none is known
 * @param isEstimated whether no response has named the limit
 * @param members how many processes there are
 * @param total how many slots all of them have
 * @param pause how long all pause
 * @param isProbing whether only so many may be in flight
 * @param again in what time to ask again; 0 for at once
 * @param free in what time the next slot falls free at the least
 * @param delays in what time each of the granted leases can be used
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
    long again,
    long free,
    List<Long> delays) {

  /** In the order of the script's numbers. */
  enum Status {
    /** This process is in the fleet. */
    OK,
    /** Data is missing: upload everything. */
    UPLOAD,
    /** The message came late: send it again. */
    LATE,
    /** As {@link #OK}, but without leases: others have to upload first. */
    SETTLING
  }

  private static final List<Status> STATUSES = List.of(Status.values());
  private static final int FIRST_DELAY = 12;

  /**
   * Reads it.
   *
   * @throws RuntimeException if the script did not write it
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
