package com.datagrid.client.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.DatagridClient;
import com.datagrid.client.stubs.DatagridStubServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class RenameJobTest {

  private static final RenameJob.Progress NO_PROGRESS = (over, limit, outage) -> {};

  @TempDir private Path folder;
  private final RenameResult.Counter counter = new RenameResult.Counter();
  private @Nullable Boolean all;

  @ParameterizedTest
  @EnumSource
  void renamesAllAndCountsThe429sOnTheWay(Style style) throws Exception {
    try (DatagridStubServer server =
        DatagridStubServer.builder().limit(1).window(Duration.ofSeconds(1)).start()) {
      RenameResult result = run(server.baseUrl(), style, 2, NO_PROGRESS); // expects too much

      assertThat(all).isTrue();
      assertThat(result.renamed()).isEqualTo(2);
      assertThat(result.failed()).isZero();
      assertThat(result.rejections()).isEqualTo(server.counts().rejected()).isPositive();
      assertThat(result.limit()).isEqualTo(OptionalInt.of(1));
      assertThat(result.longestCall()).isBetween(result.shortestCall(), result.elapsed());
    }
  }

  @ParameterizedTest
  @EnumSource
  void countsThe429sThatNoWaitWouldHeal(Style style) throws Exception {
    try (DatagridStubServer server = DatagridStubServer.builder().start()) {
      server
          .wireMock()
          .stubFor(
              WireMock.any(WireMock.anyUrl())
                  .willReturn(WireMock.jsonResponse("{\"retryable\": false}", 429)));

      RenameResult result = run(server.baseUrl(), style, 1, NO_PROGRESS);

      assertThat(result.failed()).isEqualTo(1);
      assertThat(result.rejections()).isEqualTo(1);
    }
  }

  /** Its rows wait, and none of them fails. */
  @ParameterizedTest
  @EnumSource
  void anOutagePausesTheFeedAndEndsByItself(Style style) throws Exception {
    String url;
    int port;
    try (DatagridStubServer gone = DatagridStubServer.builder().start()) {
      url = gone.baseUrl();
      port = gone.wireMock().port();
    }
    CountDownLatch away = new CountDownLatch(1);
    CompletableFuture<RenameResult> result = new CompletableFuture<>();
    Thread job =
        new Thread(
            () -> {
              try {
                result.complete(
                    run(
                        url,
                        style,
                        60,
                        (over, limit, outage) -> {
                          if (outage) {
                            away.countDown();
                          }
                        }));
              } catch (Exception e) {
                result.completeExceptionally(e);
              }
            });
    job.start();
    away.await();
    try (DatagridStubServer back = DatagridStubServer.builder().port(port).start()) {
      assertThat(result.get().renamed()).isEqualTo(60);
      assertThat(result.get().failed()).isZero();
      assertThat(back.counts().accepted()).isEqualTo(60);
    }
    assertThat(Files.readString(folder.resolve("my.csv.journal")))
        .contains("U1\n")
        .contains("R1\n");
  }

  /** A row at which the service breaks is no outage, and stops no other. */
  @ParameterizedTest
  @EnumSource
  void aRowThatAlwaysFailsIsReported(Style style) throws Exception {
    try (DatagridStubServer server = DatagridStubServer.builder().start()) {
      server
          .wireMock()
          .stubFor(
              WireMock.any(WireMock.urlPathEqualTo("/v1/connections/c3"))
                  .willReturn(WireMock.aResponse().withStatus(500)));

      RenameResult result = run(server.baseUrl(), style, 40, NO_PROGRESS);

      assertThat(result.renamed()).isEqualTo(39);
      assertThat(result.firstFailures())
          .extracting(RenameResult.Failure::connectionId)
          .containsExactly("c3");
    }
  }

  /** The id of a row can be one that no path may have. */
  @ParameterizedTest
  @EnumSource
  void aRowThatCannotBeSentIsReported(Style style) throws Exception {
    try (DatagridStubServer server = DatagridStubServer.builder().start();
        DatagridClient client = client(server.baseUrl()).build();
        Journal journal = Journal.open(folder.resolve("my.csv.journal"), "abc");
        FailureReport report = FailureReport.open(folder.resolve("failed.csv"), row -> true)) {
      boolean ended =
          new RenameJob(journal, report, new Outage(), NO_PROGRESS, counter)
              .run(
                  client,
                  style,
                  List.of(new Rename(1, "..", "A"), new Rename(2, "c2", "B")).iterator(),
                  false);

      assertThat(ended).isTrue();
      assertThat(journal.isFailed(1)).isTrue();
      assertThat(journal.isFailed(2)).isFalse();
    }
    assertThat(Files.readString(folder.resolve("failed.csv"))).contains("..,A,1,");
  }

  private RenameResult run(String url, Style style, int rows, RenameJob.Progress progress)
      throws Exception {
    try (Journal journal = Journal.open(folder.resolve("my.csv.journal"), "abc");
        FailureReport report = FailureReport.open(folder.resolve("failed.csv"), row -> true)) {
      Outage outage = new Outage(Duration.ofMillis(20), Duration.ofMillis(100));
      RenameJob job = new RenameJob(journal, report, outage, progress, counter);
      try (DatagridClient client = client(url).callFactory(job::journaled).build()) {
        counter.watch(client);
        all = job.run(client, style, renames(rows), false);
        assertThat(Objects.requireNonNull(all)).isTrue();
        return counter.result(client);
      }
    }
  }

  private static DatagridClient.Builder client(String url) {
    return DatagridClient.builder()
        .apiKey("key")
        .baseUrl(url)
        .maxRetries(0)
        .rateLimitWindow(Duration.ofMillis(10));
  }

  private static java.util.Iterator<Rename> renames(int rows) {
    return IntStream.rangeClosed(1, rows)
        .mapToObj(row -> new Rename(row, "c" + row, "name " + row))
        .iterator();
  }
}
