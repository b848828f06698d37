package com.datagrid.client.stubs;

import com.github.tomakehurst.wiremock.standalone.MappingsSource;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import com.github.tomakehurst.wiremock.stubbing.StubMappings;
import java.util.List;
import java.util.UUID;

/**
 * What WireMock starts with and comes back to at a reset: the success of every operation in the
 * document. It also keeps WireMock from loading the mappings that a user's project has for servers
 * of its own, and from saving any.
 */
final class SuccessMappings implements MappingsSource {
  private final ApiDocument document;

  SuccessMappings(ApiDocument document) {
    this.document = document;
  }

  @Override
  public void loadMappingsInto(StubMappings mappings) {
    document
        .operations()
        .forEach(
            operation ->
                operation.statuses().stream()
                    .filter(status -> status.startsWith("2"))
                    .flatMap(status -> DatagridStubs.find(operation.id(), status).stream())
                    .findFirst()
                    .ifPresent(mappings::addMapping));
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
