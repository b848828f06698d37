package com.datagrid.client.spec;

import java.util.List;
import org.openapitools.openapidiff.core.OpenApiCompare;
import org.openapitools.openapidiff.core.compare.OpenApiDiffOptions;

/** openapi-diff's view, which knows every rule of the format and no Java. */
final class WireComparison {

  private WireComparison() {}

  /** The ids of the operations whose requests or responses no longer fit. */
  static List<String> incompatible(String before, String after) {
    return OpenApiCompare.fromSpecifications(
            Validation.validate("the document before", before),
            Validation.validate("the document after", after),
            OpenApiDiffOptions.builder()
                // Models read an unknown value as a constant of its own.
                .configProperty("incompatible.response.enum.increased", "false")
                .build())
        .getChangedOperations()
        .stream()
        .filter(operation -> operation.isIncompatible())
        .map(operation -> operation.getNewOperation().getOperationId())
        .toList();
  }
}
