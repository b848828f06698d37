package com.datagrid.client.stubs;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Random;

/** Chooses which answers go wrong, and how. Thread-safe. */
final class FaultPlan {
  private static final StubFault NONE = answer -> answer;

  private final List<Chance> chances;
  private final long seed;
  private final Queue<StubFault> next = new ArrayDeque<>(); // guarded by this
  private Random random; // guarded by this

  /** A fault and how likely it is, from 0 to 1. */
  record Chance(double probability, StubFault fault) {}

  FaultPlan(List<Chance> chances, long seed) {
    this.chances = List.copyOf(chances);
    this.seed = seed;
    this.random = new Random(seed);
  }

  /** The fault of the next answer: a planned one, else one by chance, else none. */
  synchronized StubFault next() {
    StubFault planned = next.poll();
    if (planned != null) {
      return planned;
    }
    double draw = chances.isEmpty() ? 1 : random.nextDouble();
    for (Chance chance : chances) {
      draw -= chance.probability();
      if (draw < 0) {
        return chance.fault();
      }
    }
    return NONE;
  }

  synchronized void failNext(int answers, StubFault fault) {
    for (int i = 0; i < answers; i++) {
      next.add(fault);
    }
  }

  synchronized void reset() {
    next.clear();
    random = new Random(seed);
  }
}
