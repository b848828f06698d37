package com.datagrid.client.examples.demo;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.patchRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.DatagridClient;
import com.datagrid.client.ratelimit.RateLimitStatus;
import com.datagrid.client.stubs.DatagridStubExtension;
import com.datagrid.client.stubs.DatagridStubServer;
import com.datagrid.client.stubs.DatagridStubs;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(DatagridStubExtension.class)
class DemoTest {

  private static final Map<String, String> WITH_KEY = Map.of("DATAGRID_API_KEY", "key");

  @TempDir private Path folder;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Properties options = new Properties();

  @Test
  void renamesOnAStubServerOfItsOwn() throws Exception {
    options.setProperty("limit", "160");
    options.setProperty(
        "window", "4s"); // a quarter of it is what a request may take on a slow machine

    assertThat(run(Map.of(), "http://127.0.0.1:1/v1")).isEqualTo(Demo.ALL_RENAMED);
    assertThat(printed())
        .contains(
            "Calls         320",
            "Failures      0",
            "429s met      0",
            "(160 in 4s: 1 further window and")
        .contains("admitted 320 and rejected 0");
  }

  @Test
  void renamesOnTheServiceIfToldTo(DatagridStubServer service) throws Exception {
    csv("connection_id,name\nc1,A\nc2,B\n");
    options.setProperty("apply", "true");

    assertThat(run(WITH_KEY, service.baseUrl())).isEqualTo(Demo.ALL_RENAMED);
    assertThat(service.counts().accepted()).isEqualTo(2);
    assertThat(printed()).contains("Calls         2", "(200 in 60s: 0 further windows");
  }

  @Test
  void onlyChecksTheFileIfNotToldTo(DatagridStubServer service) throws Exception {
    csv("connection_id,name\nc1,A\nc2,B\n");

    assertThat(run(WITH_KEY, service.baseUrl())).isEqualTo(Demo.ALL_RENAMED);
    assertThat(service.counts().total()).isZero();
    assertThat(printed()).contains("2 renames", "nothing was sent", "-Dapply=true");
  }

  @Test
  void aFailureIsReportedAndStopsNoOther(DatagridStubServer service) throws Exception {
    service.wireMock().addStubMapping(DatagridStubs.connectionNotFound("c1"));
    csv("connection_id,name\nc1,A\nc2,B\n");
    options.setProperty("apply", "true");

    assertThat(run(WITH_KEY, service.baseUrl())).isEqualTo(Demo.SOME_FAILED);
    assertThat(printed()).contains("Failures      1", "  c1            ", "404");
  }

  @Test
  void aBadFileSendsNothing(DatagridStubServer service) throws Exception {
    csv("connection_id,name\nc1,A\nc2,\n");
    options.setProperty("apply", "true");

    assertThat(run(WITH_KEY, service.baseUrl())).isEqualTo(Demo.NOT_STARTED);
    assertThat(service.counts().total()).isZero();
    assertThat(printed()).contains("my.csv: line 3: column name is empty");
  }

  @Test
  void aMissingFileIsNamed() throws Exception {
    options.setProperty("csv", folder.resolve("none.csv").toString());

    assertThat(run(WITH_KEY, "http://127.0.0.1:1/v1")).isEqualTo(Demo.NOT_STARTED);
    assertThat(printed()).contains("none.csv: there is no such file");
  }

  @Test
  void aWrongOptionIsExplained() throws Exception {
    options.setProperty("limit", "none");

    assertThat(run(Map.of(), "http://127.0.0.1:1/v1")).isEqualTo(Demo.NOT_STARTED);
    assertThat(printed()).contains("-Dlimit=none: ", DemoOptions.USAGE);
  }

  @Test
  void applyingNeedsAKey() throws Exception {
    csv("connection_id,name\nc1,A\n");
    options.setProperty("apply", "true");

    assertThat(run(Map.of(), "http://127.0.0.1:1/v1")).isEqualTo(Demo.NOT_STARTED);
    assertThat(printed()).contains("needs DATAGRID_API_KEY");
  }

  @ParameterizedTest
  @ValueSource(strings = {"async", "blocking"})
  void failuresCanBeFedInAgain(String style, DatagridStubServer service) throws Exception {
    StubMapping notFound = DatagridStubs.connectionNotFound("c2");
    service.wireMock().addStubMapping(notFound);
    csv("name,connection_id,owner\n\"A, \"\"1\"\"\",c1,me\n\"B, \"\"2\"\"\",c2,me\nC,c3,me\n");
    options.setProperty("apply", "true");
    options.setProperty("style", style);
    assertThat(run(WITH_KEY, service.baseUrl())).isEqualTo(Demo.SOME_FAILED);
    assertThat(printed()).contains("my.csv.failed.csv");

    service.wireMock().removeStubMapping(notFound);
    options.setProperty("csv", folder.resolve("my.csv.failed.csv").toString());

    assertThat(run(WITH_KEY, service.baseUrl())).isEqualTo(Demo.ALL_RENAMED);
    service
        .wireMock()
        .verify(
            2,
            patchRequestedFor(urlPathEqualTo("/v1/connections/c2"))
                .withRequestBody(matchingJsonPath("$.name", equalTo("B, \"2\""))));
    assertThat(service.counts().total()).isEqualTo(4);
  }

  @Test
  void whatIsDoneIsNotDoneAgain(DatagridStubServer service) throws Exception {
    csv("connection_id,name\nc1,A\nc2,B\n");
    options.setProperty("apply", "true");

    assertThat(run(WITH_KEY, service.baseUrl())).isEqualTo(Demo.ALL_RENAMED);
    assertThat(run(WITH_KEY, service.baseUrl())).isEqualTo(Demo.ALL_RENAMED);
    assertThat(service.counts().total()).isEqualTo(2);

    csv("connection_id,name\nc1,A\nc2,C\n");
    assertThat(run(WITH_KEY, service.baseUrl())).isEqualTo(Demo.NOT_STARTED);
    assertThat(printed()).contains("my.csv.journal is of another file");
  }

  @Test
  void theStateOfTheLimitIsReadable() {
    assertThat(
            ProgressView.format(
                RateLimitStatus.of(
                    OptionalInt.of(40), 38, 2, 122, Optional.of(Duration.ofMillis(1_234)))))
        .isEqualTo(" 38 of 40 in use, 122 queued, paused for 1.2 s");
    assertThat(
            ProgressView.format(
                RateLimitStatus.of(OptionalInt.empty(), 1, 1, 199, Optional.empty())))
        .isEqualTo(" 1 of an unknown limit in use, 199 queued");
  }

  @Test
  void theTimeLeftIsOfThisRun() {
    assertThat(ProgressView.pace(200, 12_000, Duration.ofSeconds(60)))
        .isEqualTo("; 3.3/s, 1:00:00 left");
    assertThat(ProgressView.pace(0, 12_000, Duration.ofSeconds(60))).isEmpty();
  }

  private void csv(String text) throws IOException {
    Path file = folder.resolve("my.csv");
    Files.writeString(file, text);
    options.setProperty("csv", file.toString());
  }

  private int run(Map<String, String> environment, String service) throws InterruptedException {
    return new Demo(
            environment,
            () -> DatagridClient.builder().apiKey("key").baseUrl(service),
            new PrintStream(printed, true, StandardCharsets.UTF_8))
        .run(options);
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }
}
