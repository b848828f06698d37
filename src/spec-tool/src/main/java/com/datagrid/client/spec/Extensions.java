package com.datagrid.client.spec;

/** What a normalized document says beyond OpenAPI, where it says it. */
final class Extensions {

  /**
   * At a class, by name in Java: {@code name} on the wire, and, of a property that is another
   * class, its {@code description}, {@code nullable} and {@code deprecated}.
   */
  static final String PROPERTIES = "x-properties";

  /** At a class: the schema of the properties that have no name in the document. */
  static final String ADDITIONAL = "x-additional-properties";

  /** At a class that is a choice: its {@code variants}, and the {@code discriminator} if any. */
  static final String UNION = "x-union";

  /** At a class: the choices that it is a variant of. */
  static final String IMPLEMENTS = "x-implements";

  /** At an operation: by name in Java, the names of its parameters and parts on the wire. */
  static final String PARAMETERS = "x-parameters";

  /** At a parameter of a query: a constant of QueryStyle, where Retrofit writes it otherwise. */
  static final String STYLE = "x-style";

  /** At an operation that Retrofit has no annotation for: whether it {@code hasBody}. */
  static final String REQUEST = "x-request";

  /** At an operation: statuses without a body that end it well, joined by commas. */
  static final String BODILESS = "x-bodiless";

  /** At an operation that is another one, answered with a stream: its path. */
  static final String STREAM_OF = "x-stream-of";

  /** At an operation: its id in the document as published. */
  static final String OPERATION_ID = "x-operation-id";

  /** At a type: what is demanded of its values besides. */
  static final String CONSTRAINTS = "x-constraints";

  /** Anywhere: what is not carried over as it should, as texts for the user. */
  static final String UNSUPPORTED = "x-unsupported";

  /** At an enum: the names of its constants. The generator reads it itself. */
  static final String CONSTANTS = "x-enum-varnames";

  private Extensions() {}
}
