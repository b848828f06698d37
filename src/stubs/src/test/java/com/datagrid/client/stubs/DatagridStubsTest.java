package com.datagrid.client.stubs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DatagridStubsTest {
  /** What users need for tests although the document does not declare it. */
  private static final Set<String> EXTRAS = Set.of("any/401", "any/500", "any/503");

  private final ApiDocument document = ApiDocument.load();
  private final WireMockServer wireMock =
      new WireMockServer(WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());

  @BeforeEach
  void start() {
    wireMock.start();
  }

  @AfterEach
  void stop() {
    wireMock.stop();
  }

  @Test
  void everyResponseOfTheDocumentHasAMapping() {
    assertThat(document.operations()).isNotEmpty();
    for (Operation operation : document.operations()) {
      for (String status : operation.statuses()) {
        int code = operation.code(status);
        assertThat(DatagridStubs.response(operation.id(), code).getResponse().getStatus())
            .as("stub of %s, %s", operation.id(), status)
            .isEqualTo(code);
      }
    }
  }

  @Test
  void everyMappingFileIsDeclaredInTheDocumentOrListedAsExtra() throws Exception {
    assertThat(mappingFiles())
        .allSatisfy(file -> assertThat(EXTRAS.contains(file) || isDeclared(file)).isTrue());
  }

  /** The file of an operation and status, or of any. */
  private boolean isDeclared(String file) {
    String id = file.substring(0, file.lastIndexOf('/'));
    int status = Integer.parseInt(file.substring(file.lastIndexOf('/') + 1));
    return document.operations().stream()
        .filter(operation -> operation.id().equals(id) || id.equals("any"))
        .anyMatch(operation -> operation.response(status).isPresent());
  }

  @Test
  void mappingsOfAnOperationMatchItsRequestsAndNoOthers() {
    for (Operation operation : document.operations()) {
      for (String status : operation.statuses()) {
        int code = operation.code(status);
        StubMapping mapping = DatagridStubs.response(operation.id(), code);
        if (!Objects.requireNonNull(mapping.getName()).startsWith("any ")) {
          assertThat(mapping.getName()).isEqualTo(operation.id() + " " + code);
          assertThat(mapping.getRequest().getMethod().getName()).isEqualTo(operation.method());
          assertThat(mapping.getRequest().getUrlPathTemplate())
              .isEqualTo(operation.path().toString());
        }
      }
    }
  }

  @Test
  void anUpdateEchoesIdNameAndTeamspace() {
    wireMock.addStubMapping(DatagridStubs.connectionUpdated());

    String name = "\"quoted\" \\ back, {{now}}, é, \uD83D\uDE00, \n";
    HttpResponse<String> response = http().teamspace("team \"1\"").update("a%20b+c%2Fd", name);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    JsonObject connection = StubHttp.json(response);
    assertThat(connection.get("object").getAsString()).isEqualTo("connection");
    assertThat(connection.get("id").getAsString()).isEqualTo("a b+c/d");
    assertThat(connection.get("name").getAsString()).isEqualTo(name);
    assertThat(connection.get("teamspace_id").getAsString()).isEqualTo("team \"1\"");
  }

  @Test
  void anUpdateMayHaveAnEmptyName() {
    wireMock.addStubMapping(DatagridStubs.connectionUpdated());

    JsonObject connection = StubHttp.json(http().update("conn_1", ""));

    assertThat(connection.get("name").getAsString()).isEmpty();
    assertThat(connection.get("teamspace_id").getAsString()).isEqualTo("teamspace_stub");
  }

  @Test
  void anUpdateWithoutNameMatchesNothing() {
    wireMock.addStubMapping(DatagridStubs.connectionUpdated());

    assertThat(http().send("PATCH", "/connections/conn_1", "{}").statusCode()).isEqualTo(404);
  }

  @Test
  void oneConnectionIsMissing() {
    wireMock.addStubMapping(DatagridStubs.connectionUpdated());
    wireMock.addStubMapping(DatagridStubs.connectionNotFound("conn_2"));

    assertThat(http().update("conn_1", "name").statusCode()).isEqualTo(200);
    assertThat(http().update("conn_2", "name").statusCode()).isEqualTo(404);
  }

  @Test
  void errorsForAnyRequest() {
    wireMock.addStubMapping(DatagridStubs.unauthorized());
    HttpResponse<String> unauthorized = http().update("conn_1", "name");
    assertThat(unauthorized.statusCode()).isEqualTo(401);
    assertThat(StubHttp.json(unauthorized).get("error").getAsString()).isEqualTo("unauthorized");

    wireMock.addStubMapping(DatagridStubs.internalServerError());
    assertThat(http().update("conn_1", "name").statusCode()).isEqualTo(500);

    wireMock.addStubMapping(DatagridStubs.serviceUnavailable());
    HttpResponse<String> unavailable = http().update("conn_1", "name");
    assertThat(unavailable.statusCode()).isEqualTo(503);
    assertThat(unavailable.headers().firstValue("Retry-After")).hasValue("1");

    wireMock.addStubMapping(DatagridStubs.rateLimited());
    HttpResponse<String> rateLimited = http().send("GET", "/anything", "");
    assertThat(rateLimited.statusCode()).isEqualTo(429);
    assertThat(rateLimited.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(rateLimited.headers().firstValue("X-RateLimit-Remaining")).hasValue("0");
    assertThat(rateLimited.headers().firstValueAsLong("X-RateLimit-Reset")).isPresent();
    JsonObject error = StubHttp.json(rateLimited);
    assertThat(error.get("error").getAsString()).isEqualTo("rate_limit_exceeded");
    assertThat(error.get("status_code").getAsInt()).isEqualTo(429);
    assertThat(error.get("retryable").getAsBoolean()).isTrue();
  }

  @Test
  void responsesByName() {
    assertThat(DatagridStubs.response("Connection.updateConnection", 404).getResponse().getStatus())
        .isEqualTo(404);
    assertThat(DatagridStubs.response("Connection.updateConnection", 429).getName())
        .isEqualTo("any 429");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DatagridStubs.response("Connection.updateConnection", 418))
        .withMessage("No stub for the response 418 of operation Connection.updateConnection");
  }

  private StubHttp http() {
    return new StubHttp("http://127.0.0.1:" + wireMock.port() + "/v1");
  }

  private static Set<String> mappingFiles() throws IOException, URISyntaxException {
    Path root =
        Path.of(
            Objects.requireNonNull(
                    DatagridStubs.class.getClassLoader().getResource("META-INF/datagrid/stubs"))
                .toURI());
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(
              file ->
                  root.relativize(file).toString().replace('\\', '/').replaceFirst("\\.json$", ""))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
