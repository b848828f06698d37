package com.datagrid.client.fleet;

import java.util.Arrays;

/** Jain's fairness index: 1 if all have the same, 1/n if one has everything. */
final class Jain {

  private Jain() {}

  static double of(long[] parts) {
    double sum = Arrays.stream(parts).sum();
    double squares = Arrays.stream(parts).mapToDouble(x -> (double) x * x).sum();
    return sum == 0 ? 1 : sum * sum / (parts.length * squares);
  }
}
