package com.datagrid.client.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.atlassian.oai.validator.model.Request.Method;
import com.datagrid.client.stubs.DatagridStubs;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import org.junit.jupiter.api.Test;

/** Stubs that nobody wrote are as the document has it, too. */
class StubsOfTheDocumentTest {

  private final OpenApiContract contract = new OpenApiContract();

  @Test
  void everyResponseOfEveryOperation() {
    contract
        .document()
        .getPaths()
        .forEach((path, item) -> item.readOperationsMap().forEach((m, o) -> check(path, m, o)));
  }

  private void check(String path, PathItem.HttpMethod method, Operation operation) {
    for (String key : operation.getResponses().keySet()) {
      ResponseDefinition stub =
          DatagridStubs.response(operation.getOperationId(), status(key)).getResponse();
      // What is rendered from the request, the tests of that operation check.
      if (stub.getTransformers() == null) {
        Response.Builder response = Response.response().status(stub.getStatus());
        if (stub.getHeaders() != null) {
          response.headers(stub.getHeaders());
        }
        assertThat(
                contract.checkResponse(
                    contract.basePath() + path,
                    Method.valueOf(method.name()),
                    response.body(stub.getByteBody()).build()))
            .as("%s, %s", operation.getOperationId(), key)
            .isEmpty();
      }
    }
  }

  /** One for which there is nothing more exact. */
  private static int status(String key) {
    return Integer.parseInt(key.replace("default", "599").replace("XX", "99"));
  }
}
