package com.datagrid.client.stubs;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values of a document's schemas, as its stubs have them. */
public final class DocumentValues {

  private final SchemaValues values;

  /** Of the document that a class loader sees. */
  public DocumentValues(ClassLoader loader) throws IOException {
    try (InputStream in = loader.getResourceAsStream("META-INF/datagrid/openapi.yaml")) {
      values = new SchemaValues(ApiDocument.parse(in));
    }
  }

  /** A value of a schema as the document has it. */
  public Object of(@Nullable Object schema) {
    return values.value(schema, List.of());
  }
}
