package com.datagrid.client.simulation;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/**
 * One cell of the table: means over all seeds.
 *
 * @param rejections 429s
 * @param failures calls that failed
 * @param utilisation the time that an ideal client needs for what was accepted, over the real one
 * @param meanExtraWait seconds beyond those of an ideal client
 * @param p99ExtraWait the same for the one call of a hundred that waits longest
 * @param fairness Jain's index of the processes
 */
record Figures(
    double rejections,
    double failures,
    double utilisation,
    double meanExtraWait,
    double p99ExtraWait,
    double fairness) {

  static final int SEEDS = 8;

  static Figures of(Contender contender, Workload workload) {
    return of(outcomes(contender, workload, SEEDS));
  }

  static List<Outcome> outcomes(Contender contender, Workload workload, int seeds) {
    return LongStream.rangeClosed(1, seeds)
        .parallel()
        .mapToObj(seed -> Run.of(contender, workload, seed))
        .toList();
  }

  static Figures of(List<Outcome> outcomes) {
    return new Figures(
        mean(outcomes, Outcome::rejections),
        mean(outcomes, Outcome::failures),
        mean(outcomes, Outcome::utilisation),
        mean(outcomes, Outcome::meanExtraWait),
        mean(outcomes, Outcome::p99ExtraWait),
        mean(outcomes, Outcome::fairness));
  }

  private static double mean(List<Outcome> outcomes, ToDoubleFunction<Outcome> figure) {
    return outcomes.stream().mapToDouble(figure).average().orElseThrow();
  }
}
