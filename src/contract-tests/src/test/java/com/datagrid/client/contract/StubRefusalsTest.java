package com.datagrid.client.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.contract.ContractServer.Exchange;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stub server refuses what is not as documented, and nothing else: the validator agrees. */
class StubRefusalsTest {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @RegisterExtension
  final ContractServer server = new ContractServer().allowUndocumented(400, 401, 405);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # method | path | content type | body | status
          PATCH  | /connections/conn_1 | application/json                | {"name": "Sales"}          | 200
          PATCH  | /connections/conn_1 | application/json; charset=utf-8 | {"name": ""}               | 200
          PATCH  | /connections/a%20b  | application/json                | {"name": "Sales"}          | 200
          PATCH  | /connections/conn_1 | application/json                | {"name": 12}               | 400
          PATCH  | /connections/conn_1 | application/json                | {"name": null}             | 400
          PATCH  | /connections/conn_1 | application/json                | {"name": ["Sales"]}        | 400
          PATCH  | /connections/conn_1 | application/json                | {"Name": "Sales"}          | 400
          PATCH  | /connections/conn_1 | application/json                | {}                         | 400
          PATCH  | /connections/conn_1 | application/json                | "Sales"                    | 400
          PATCH  | /connections/conn_1 | application/json                | {"name": "Sales"           | 400
          PATCH  | /connections/conn_1 | application/json                | ``                         | 400
          PATCH  | /connections/conn_1 | text/plain                      | {"name": "Sales"}          | 400
          DELETE | /connections/conn_1 | application/json                | {"name": "Sales"}          | 405
          PATCH  | /connection/conn_1  | application/json                | {"name": "Sales"}          | 404
          PATCH  | /connections        | application/json                | {"name": "Sales"}          | 404
          """)
  void asTheValidatorDoes(String method, String path, String type, String body, int status)
      throws Exception {
    HttpResponse<String> response =
        send(
            HttpRequest.newBuilder(URI.create(server.baseUrl() + path))
                .header("Authorization", "Bearer key")
                .header("Content-Type", type)
                .method(method, HttpRequest.BodyPublishers.ofString(body)));

    assertThat(response.statusCode()).isEqualTo(status);
    List<Exchange> wrong = server.takeViolations();
    assertThat(wrong.isEmpty()).as("%s", wrong).isEqualTo(status == 200);
  }

  /** Recorded of the vendor's SDK for Python, version 0.16.0, at its own API tests. */
  @Test
  void theVendorsSdkGetsItsConnection() throws Exception {
    HttpResponse<String> response =
        send(
            HttpRequest.newBuilder(URI.create(server.baseUrl() + "/connections/connection_id"))
                .header("Accept", "application/json")
                .header("Authorization", "Bearer My API Key")
                .header("Content-Type", "application/json")
                .header("User-Agent", "Datagrid/Python 0.16.0")
                .header("X-Stainless-Async", "false")
                .header("X-Stainless-Lang", "python")
                .header("X-Stainless-Package-Version", "0.16.0")
                .header("x-stainless-read-timeout", "60")
                .header("x-stainless-retry-count", "0")
                .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"name\":\"name\"}")));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(response.body()).contains("\"id\": \"connection_id\"", "\"name\": \"name\"");
    // A token has no spaces, by RFC 6750.
    assertThat(server.takeViolations()).allSatisfy(StubRefusalsTest::isTheKeyAlone);
  }

  private static void isTheKeyAlone(Exchange exchange) {
    assertThat(exchange.violations()).extracting(it -> it.key()).containsExactly("bearer");
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
