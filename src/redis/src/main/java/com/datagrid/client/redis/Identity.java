package com.datagrid.client.redis;

import java.util.List;
import java.util.Random;

/**
 * Identifies a limit and a process.
 *
 * @param keys the script's keys, all with the same hash tag
 * @param process unique for each process and limit
 * @param share the fleet's share of the limit
 */
record Identity(List<String> keys, String process, double share) {

  private static final String DIGITS =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";

  /** The script takes this many leading characters of a slot's name as its process. */
  private static final int LENGTH = 6;

  Identity {
    if (process.length() != LENGTH) {
      throw new IllegalArgumentException("process must have 6 characters, but is " + process);
    }
  }

  /**
   * A random name: among a thousand processes, two are equal with a probability of 1 in 100,000.
   */
  static String randomProcess(Random random) {
    StringBuilder name = new StringBuilder();
    while (name.length() < LENGTH) {
      name.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
    }
    return name.toString();
  }
}
