package com.datagrid.client.stubs;

import com.datagrid.client.stubs.ApiDocument.Operation;
import com.github.tomakehurst.wiremock.standalone.MappingsSource;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import com.github.tomakehurst.wiremock.stubbing.StubMappings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/**
 * What WireMock starts with and comes back to at a reset: the success of every operation in the
 * document. It also keeps WireMock from loading the mappings that a user's project has for servers
 * of its own, and from saving any.
 */
final class SuccessMappings implements MappingsSource {
  private final ApiDocument document;
  private final DocumentedResponses responses;

  SuccessMappings(ApiDocument document) {
    this.document = document;
    this.responses = new DocumentedResponses(document);
  }

  @Override
  public void loadMappingsInto(StubMappings mappings) {
    // Of overlapping paths the more concrete one is added last, and so wins.
    List<Operation> operations = new ArrayList<>(document.operations());
    Collections.reverse(operations);
    for (Operation operation : operations) {
      operation
          .success()
          .flatMap(status -> DatagridStubs.find(operation.id(), operation.code(status)))
          .ifPresent(mappings::addMapping);
      responses.streams(operation).forEach(mappings::addMapping);
    }
  }

  @Override
  public void save(List<StubMapping> mappings) {}

  @Override
  public void save(StubMapping mapping) {}

  @Override
  @SuppressWarnings("removal") // WireMock 3 still asks for it.
  public void remove(StubMapping mapping) {}

  @Override
  public void remove(UUID id) {}

  @Override
  public void removeAll() {}
}
