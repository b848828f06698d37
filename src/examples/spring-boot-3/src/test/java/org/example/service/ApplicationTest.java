package org.example.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.DatagridClient;
import com.datagrid.client.model.Connection;
import com.datagrid.client.stubs.DatagridStubServer;
import com.datagrid.client.stubs.DatagridStubs;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The service as a whole, with a stub server for Datagrid. */
@Timeout(120)
class ApplicationTest {

  private final DatagridStubServer datagrid =
      DatagridStubServer.builder().limit(100).latency(Duration.ofMillis(300)).start();
  private final HttpClient http = HttpClient.newHttpClient();
  private ConfigurableApplicationContext service;

  @BeforeEach
  void start() {
    service =
        SpringApplication.run(
            Application.class,
            "--datagrid.api-key=test",
            "--datagrid.base-url=" + datagrid.baseUrl(),
            "--server.port=0");
  }

  @AfterEach
  void stop() {
    service.close();
    datagrid.close();
  }

  @Test
  void renames() throws Exception {
    HttpResponse<String> response = rename("conn_1").join();

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"name\":\"Sales\"}");
    assertThat(datagrid.counts().accepted()).isEqualTo(1);
  }

  @Test
  void tellsWhatIsNotThere() throws Exception {
    datagrid.wireMock().addStubMapping(DatagridStubs.connectionNotFound("conn_2"));

    assertThat(rename("conn_2").join().statusCode()).isEqualTo(404);
  }

  @Test
  void showsLimitsAsHealthAndMetrics() throws Exception {
    rename("conn_1").join();

    assertThat(get("/actuator/health"))
        .contains("\"status\":\"UP\"", "PATCH /connections/{connection_id}", "100");
    assertThat(get("/actuator/prometheus"))
        .contains(
            "datagrid_calls_seconds_count{operation=\"PATCH /connections/{connection_id}\",outcome=\"success\"} 1",
            "datagrid_attempts_seconds_count",
            "datagrid_calls_waited_seconds_sum",
            "datagrid_ratelimit_limit_requests{operation=\"PATCH /connections/{connection_id}\",teamspace=\"default\"} 100.0",
            "resilience4j_ratelimiter_available_permissions");
  }

  /** Whoever asked before the end gets a response, and then the client is closed. */
  @Test
  void callsUnderWayEndBeforeTheService() throws Exception {
    CompletableFuture<HttpResponse<String>> response = rename("conn_1");
    DatagridClient client = service.getBean(DatagridClient.class);
    while (client.rateLimits().isEmpty()) {
      Thread.onSpinWait(); // until the call is made
    }

    service.close();

    assertThat(response.join().statusCode()).isEqualTo(200);
    assertThat(datagrid.counts().accepted()).isEqualTo(1);
  }

  /** A call in the background, say of a scheduled task. */
  @Test
  void callsOutsideOfRequestsEndBeforeTheService() {
    CompletableFuture<Connection> call =
        service.getBean(DatagridClient.class).connections().updateAsync("conn_1", "Sales");

    service.close();

    assertThat(call).isCompleted();
    assertThat(datagrid.counts().accepted()).isEqualTo(1);
  }

  private CompletableFuture<HttpResponse<String>> rename(String id) {
    HttpRequest request =
        HttpRequest.newBuilder(uri("/connections/" + id + "/name"))
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString("{\"name\": \"Sales\"}"))
            .build();
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
  }

  private String get(String path) throws Exception {
    return http.send(
            HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private URI uri(String path) {
    return URI.create(
        "http://localhost:" + service.getEnvironment().getProperty("local.server.port") + path);
  }
}
