package com.datagrid.client.stubs;

import com.datagrid.client.stubs.SchemaCheck.Problem;
import com.github.tomakehurst.wiremock.http.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Holds requests against what the document says of their operation. Thread-safe. */
final class RequestCheck {

  private final ParameterCheck parameters;
  private final BodyCheck bodies;

  RequestCheck(ApiDocument document) {
    Schemas schemas = new Schemas(document);
    TextValues texts = new TextValues(schemas);
    this.parameters = new ParameterCheck(schemas, texts);
    this.bodies = new BodyCheck(schemas, texts);
  }

  /** Empty if the request is as documented. */
  Optional<Refusal> refusal(Operation operation, Request request) {
    Optional<Refusal> type = bodies.wrongType(operation, request);
    if (type.isPresent()) {
      return type;
    }
    List<Problem> problems = new ArrayList<>(parameters.problems(operation, request));
    problems.addAll(bodies.problems(operation, request));
    return problems.isEmpty() ? Optional.empty() : Optional.of(Refusal.invalid(problems));
  }
}
