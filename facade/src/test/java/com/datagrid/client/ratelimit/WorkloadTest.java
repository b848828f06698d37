package com.datagrid.client.ratelimit;

import static com.datagrid.client.ratelimit.ModelServer.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.ratelimit.Simulation.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.LongFunction;
import java.util.function.LongToIntFunction;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole workloads, 64 workers or random arrivals, against model servers: what a change must not
 * make worse. Goals of no rejection hold for every seed, the others for the mean.
 */
@ParameterizedClass
@ValueSource(booleans = {false, true})
class WorkloadTest {

  private static final int SEEDS = 8;
  private static final int WORKERS = 64;
  private static final OptionalInt UNKNOWN = OptionalInt.empty();

  private final boolean useRemaining;

  WorkloadTest(boolean useRemaining) {
    this.useRemaining = useRemaining;
  }

  @Test
  void w1CallsAtOnce() {
    List<Outcome> outcomes = runs(seed -> knowing100(seed).closedLoop(1_000, WORKERS));

    assertNoneRejected(outcomes);
    assertThat(utilisation(outcomes, exactly(100))).isGreaterThanOrEqualTo(0.995);
  }

  @Test
  void w1With10PerWindow() {
    List<Outcome> outcomes =
        runs(seed -> to(exactly(10), OptionalInt.of(10), seed).closedLoop(1_000, WORKERS));

    assertNoneRejected(outcomes);
    assertThat(utilisation(outcomes, exactly(10))).isGreaterThanOrEqualTo(0.99);
  }

  @Test
  void w1With1000PerWindow() {
    List<Outcome> outcomes =
        runs(seed -> to(exactly(1_000), OptionalInt.of(1_000), seed).closedLoop(10_000, WORKERS));

    assertNoneRejected(outcomes);
    assertThat(utilisation(outcomes, exactly(1_000))).isGreaterThanOrEqualTo(0.99);
  }

  @Test
  void w1tLateAnswers() {
    List<Outcome> outcomes =
        runs(seed -> knowing100(seed).slowAnswers(0.02).closedLoop(1_000, WORKERS));

    assertNoneRejected(outcomes);
    assertThat(utilisation(outcomes, exactly(100))).isGreaterThanOrEqualTo(0.985);
  }

  @Test
  void w1dSixSecondsToConnect() {
    List<Outcome> outcomes =
        runs(seed -> knowing100(seed).slowConnects(0.05).closedLoop(1_000, WORKERS));

    assertNoneRejected(outcomes);
  }

  @Test
  void w1sSlowService() {
    List<Outcome> outcomes =
        runs(
            seed ->
                knowing100(seed)
                    .service(Duration.ofSeconds(5), Duration.ofSeconds(15))
                    .closedLoop(1_000, WORKERS));

    assertNoneRejected(outcomes);
    assertThat(utilisation(outcomes, exactly(100))).isGreaterThanOrEqualTo(0.86);
  }

  @Test
  void w1cRejectedRequestsCountToo() {
    Supplier<ModelServer> strict = () -> ModelServer.exact(moment -> 100, true);
    List<Outcome> outcomes =
        runs(seed -> to(strict, OptionalInt.of(100), seed).closedLoop(1_000, WORKERS));

    assertNoneRejected(outcomes);
    assertThat(utilisation(outcomes, exactly(100))).isGreaterThanOrEqualTo(0.995);
  }

  @Test
  void w1kTwoBuckets() {
    Supplier<ModelServer> buckets = () -> ModelServer.twoBuckets(100);
    List<Outcome> outcomes =
        runs(seed -> to(buckets, OptionalInt.of(100), seed).closedLoop(1_000, WORKERS));

    assertThat(outcomes).extracting(Outcome::failures).containsOnly(0);
    assertThat(mean(outcomes, Outcome::rejections)).isLessThanOrEqualTo(80);
  }

  @Test
  void w2RandomArrivalsAt90Percent() {
    List<Outcome> outcomes = runs(seed -> to(exactly(100), UNKNOWN, seed).poisson(2_000, 1.5));

    assertNoneRejected(outcomes);
    assertThat(mean(outcomes, outcome -> outcome.meanExtraWait(100))).isLessThanOrEqualTo(0.1);
    assertThat(mean(outcomes, outcome -> outcome.p99ExtraWait(100))).isLessThanOrEqualTo(0.7);
  }

  @Test
  void w3TheLimitFallsAndRises() {
    LongToIntFunction limit = moment -> moment / SECOND >= 150 && moment / SECOND < 330 ? 40 : 100;
    Supplier<ModelServer> server = () -> ModelServer.exact(limit, false);
    List<Outcome> outcomes =
        runs(seed -> to(server, OptionalInt.of(100), seed).closedLoop(1_000, WORKERS));

    assertThat(outcomes).allMatch(outcome -> outcome.rejections() <= 1);
    assertThat(utilisation(outcomes, server)).isGreaterThanOrEqualTo(0.993);
  }

  @Test
  void w5AnUnknownLimitCostsOneRoundTrip() {
    List<Outcome> known = runs(seed -> knowing100(seed).closedLoop(1_000, WORKERS));
    List<Outcome> unknown =
        runs(seed -> to(exactly(100), UNKNOWN, seed).closedLoop(1_000, WORKERS));

    assertNoneRejected(unknown);
    double lost = mean(unknown, Outcome::lastAnswer) - mean(known, Outcome::lastAnswer);
    assertThat(lost / SECOND).isLessThanOrEqualTo(0.28);
  }

  @Test
  void w6ARestartWhen60Of100AreUsed() {
    long[] used = LongStream.range(-60, 0).map(second -> second * SECOND).toArray();
    Supplier<ModelServer> server = () -> ModelServer.exact(moment -> 100, false, used);
    List<Outcome> outcomes = runs(seed -> to(server, UNKNOWN, seed).closedLoop(1_000, WORKERS));

    assertThat(outcomes).extracting(Outcome::failures).containsOnly(0);
    assertThat(mean(outcomes, Outcome::rejections)).isLessThanOrEqualTo(useRemaining ? 0 : 45);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1, 50, 100, Integer.MAX_VALUE})
  void aLieAboutWhatRemainsCostsLittle(int lie) {
    List<Outcome> outcomes =
        runs(
            seed ->
                to(exactly(100), UNKNOWN, seed)
                    .saysRemaining(honest -> lie)
                    .closedLoop(1_000, WORKERS));

    assertNoneRejected(outcomes);
    assertThat(utilisation(outcomes, exactly(100))).isGreaterThanOrEqualTo(0.945);
  }

  @Test
  void chanceForWhatRemainsCostsLittle() {
    List<Outcome> outcomes =
        runs(
            seed -> {
              Random random = new Random(seed);
              return to(exactly(100), UNKNOWN, seed)
                  .saysRemaining(honest -> random.nextInt(101))
                  .closedLoop(1_000, WORKERS);
            });

    assertNoneRejected(outcomes);
    assertThat(utilisation(outcomes, exactly(100))).isGreaterThanOrEqualTo(0.945);
  }

  @Test
  void tenThousandCallsInLineAtTheVendorsDefault() {
    Simulation simulation = to(exactly(200), UNKNOWN, 1);

    Outcome outcome = simulation.closedLoop(10_000, 10_000);

    assertNoneRejected(List.of(outcome));
    assertThat(outcome.utilisation(exactly(200))).isGreaterThanOrEqualTo(0.99);
    assertThat(simulation.limiter().status().inFlight()).isZero();
  }

  private static Supplier<ModelServer> exactly(int limit) {
    return () -> ModelServer.exact(moment -> limit, false);
  }

  private Simulation knowing100(long seed) {
    return to(exactly(100), OptionalInt.of(100), seed);
  }

  private Simulation to(Supplier<ModelServer> server, OptionalInt initialLimit, long seed) {
    return new Simulation(server.get(), initialLimit, useRemaining, seed);
  }

  private static List<Outcome> runs(LongFunction<Outcome> run) {
    return LongStream.rangeClosed(1, SEEDS).mapToObj(run).toList();
  }

  private static void assertNoneRejected(List<Outcome> outcomes) {
    assertThat(outcomes).extracting(Outcome::rejections).containsOnly(0);
  }

  private static double utilisation(List<Outcome> outcomes, Supplier<ModelServer> ideal) {
    return mean(outcomes, outcome -> outcome.utilisation(ideal));
  }

  private static double mean(List<Outcome> outcomes, ToDoubleFunction<Outcome> figure) {
    return outcomes.stream().mapToDouble(figure).average().orElseThrow();
  }
}
