package com.datagrid.client.spec;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.openapitools.codegen.languages.JavaClientCodegen;

/** The names that things have in Java if no other thing has them. */
final class JavaNames {

  /** A class file's name must fit the file system, with a class inside it. */
  private static final int LONGEST = 100;

  /** Classes that the generated code uses by their simple names, and types of the generator's. */
  private static final Set<String> TAKEN =
      Set.of(
          """
          AnyType ArrayList Arrays BigDecimal Boolean Byte ByteArray Char Character Date DateTime
          Decimal Deprecated Double Enum Float Gson HashMap IOException Integer Iterable JsonAdapter
          JsonElement JsonReader JsonWriter LinkedHashMap LinkedHashSet LocalDate LocalDateTime Long
          Map Math Number Objects OffsetDateTime Override SerializedName Set Short String
          StringBuilder Throwable Timestamp TypeAdapter UnsupportedOperationException URI UUID Void
          """
              .strip()
              .split("\\s+"));

  private final JavaClientCodegen rules = new JavaClientCodegen();

  /** {@code Connection.updateConnection} gives {@code updateConnection}; empty if nothing does. */
  String method(String operationId) {
    String base = operationId.substring(operationId.indexOf('.') + 1);
    return hasLetters(base) ? rules.toOperationId(base) : "";
  }

  /** {@code GET /things/{id}} gives {@code getThingsById}. */
  String method(String method, String path) {
    String words =
        Arrays.stream(path.split("/"))
            .map(part -> part.startsWith("{") ? "by-" + part : part)
            .collect(Collectors.joining("-"));
    return rules.toOperationId(method + "-" + (hasLetters(words) ? words : "root"));
  }

  /** What the classes of an operation are named after. */
  String base(Operation operation) {
    String base = operation.id().substring(operation.id().indexOf('.') + 1);
    return hasLetters(base) ? base : method(operation.method(), operation.path());
  }

  /** {@code Connection.updateConnection} gives {@code Connection}, or nothing without a dot. */
  String prefix(String operationId) {
    int dot = operationId.indexOf('.');
    return dot < 0 ? "" : type(operationId.substring(0, dot));
  }

  /** {@code Connections} gives {@code Connections}, the interface without its {@code Api}. */
  String tag(String tag) {
    return hasLetters(tag) ? rules.sanitizeTag(tag) : "Default";
  }

  /** {@code thing_list} gives {@code ThingList}, and {@code File} gives {@code ModelFile}. */
  String type(String schema) {
    if (!hasLetters(schema)) {
      return "Schema";
    }
    String name = rules.toModelName(schema);
    String fit = name.substring(0, Math.min(name.length(), LONGEST));
    return TAKEN.contains(fit) ? "Model" + fit : fit;
  }

  /** {@code status_code} gives {@code statusCode}. */
  String property(String name) {
    return name.equals("object") ? "objectType" : variable(rules.toVarName(name), "property");
  }

  /** As {@link #property}. */
  String parameter(String name) {
    return variable(rules.toParamName(name), "parameter");
  }

  private static String variable(String name, String otherwise) {
    return hasLetters(name) && !name.equals("_u") ? name : otherwise;
  }

  /** {@code on-hold} gives {@code ON_HOLD}. */
  String constant(Object value, String type) {
    String text = String.valueOf(value);
    String name = rules.toEnumVarName(text, type.equals("string") ? "String" : "Long");
    if (name.matches("[A-Z_][A-Z0-9_]*") && hasLetters(name)) {
      return name;
    }
    return hasLetters(text)
        ? text.replaceAll("[^A-Za-z0-9]+", "_").toUpperCase(Locale.ROOT)
        : "VALUE";
  }

  private static boolean hasLetters(String name) {
    return name.chars().anyMatch(c -> c < 128 && Character.isLetterOrDigit(c));
  }

  static String upper(String name) {
    return name.isEmpty()
        ? name
        : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }
}
