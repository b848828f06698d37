package com.datagrid.client.stubs;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.standalone.MappingsSource;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import com.github.tomakehurst.wiremock.stubbing.StubMappings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What WireMock starts with and comes back to at a reset: the success of every operation in the
 * document, and a mapping for all that nothing else matches. It also keeps WireMock from loading
 * the mappings that a user's project has for servers of its own, and from saving any. Thread-safe.
 */
final class SuccessMappings implements MappingsSource {
  private final ApiDocument document;
  private final DocumentedResponses responses;
  private volatile Set<UUID> loaded = Set.of();
  private volatile UUID fallback = new UUID(0, 0);

  SuccessMappings(ApiDocument document) {
    this.document = document;
    this.responses = new DocumentedResponses(document);
  }

  /** Whether a mapping is one of these, rather than the user's. */
  boolean include(@Nullable StubMapping mapping) {
    return mapping != null && loaded.contains(mapping.getId());
  }

  /** Whether it is the one for what nothing else matches. */
  boolean isFallback(@Nullable StubMapping mapping) {
    return mapping != null && fallback.equals(mapping.getId());
  }

  @Override
  public void loadMappingsInto(StubMappings mappings) {
    List<StubMapping> all = new ArrayList<>();
    StubMapping last = fallback();
    all.add(last);
    // Of overlapping paths the more concrete one is added last, and so wins.
    List<Operation> operations = new ArrayList<>(document.operations());
    Collections.reverse(operations);
    for (Operation operation : operations) {
      operation
          .success()
          .map(operation::code)
          .flatMap(
              status ->
                  DatagridStubs.find(operation.id(), status)
                      .or(() -> responses.find(operation.id(), status)))
          .ifPresent(all::add);
      responses.streams(operation).forEach(all::add);
    }
    Set<UUID> ids = new HashSet<>();
    all.forEach(mapping -> ids.add(mapping.getId()));
    loaded = ids;
    fallback = last.getId();
    all.forEach(mappings::addMapping);
  }

  /** WireMock does not ask its extensions about requests that nothing matches. */
  private static StubMapping fallback() {
    return WireMock.any(WireMock.anyUrl())
        .withName("datagrid: nothing else matches")
        .atPriority(Integer.MAX_VALUE)
        .willReturn(WireMock.notFound())
        .build();
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
