package com.datagrid.client.redis;

import java.util.List;
import java.util.Random;

/**
 * Which limit it is, and which process.
 *
 * @param keys the script's, all with one hash tag
 * @param process different for each process and limit
 * @param share the fleet's part of the limit
 */
record Identity(List<String> keys, String process, double share) {

  private static final String DIGITS =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";

  /** The script takes so many characters of a slot's name for its process. */
  private static final int LENGTH = 6;

  Identity {
    if (process.length() != LENGTH) {
      throw new IllegalArgumentException("a process has 6 characters, but not " + process);
    }
  }

  /** A name that no other process has: of a thousand, with a chance of 1 in 100,000. */
  static String randomProcess(Random random) {
    StringBuilder name = new StringBuilder();
    while (name.length() < LENGTH) {
      name.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
    }
    return name.toString();
  }
}
