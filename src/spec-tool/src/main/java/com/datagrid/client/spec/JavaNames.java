package com.datagrid.client.spec;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The generator's rules for names; the tests of the generated code hold them against it. */
final class JavaNames {

  private static final Pattern WORD_START = Pattern.compile("[^A-Za-z0-9$]+([A-Za-z0-9$])");

  /** Words of Java, and names that the generator keeps for itself, that operations go by. */
  private static final Set<String> RESERVED =
      Set.of(
          "abstract",
          "assert",
          "break",
          "case",
          "catch",
          "class",
          "continue",
          "default",
          "do",
          "else",
          "enum",
          "extends",
          "final",
          "finally",
          "for",
          "goto",
          "if",
          "import",
          "instanceof",
          "interface",
          "list",
          "native",
          "new",
          "object",
          "package",
          "private",
          "protected",
          "public",
          "return",
          "static",
          "super",
          "switch",
          "synchronized",
          "this",
          "throw",
          "throws",
          "transient",
          "try",
          "void",
          "volatile",
          "while");

  private JavaNames() {}

  /** {@code Connection.updateConnection} gives {@code updateConnection}. */
  static String method(String operationId) {
    String name = lower(camel(base(operationId)));
    return RESERVED.contains(name) || startsWithDigit(name) ? "call" + upper(name) : name;
  }

  /** {@code Connection.updateConnection} gives {@code UpdateConnectionRequest}. */
  static String requestType(String operationId) {
    return type(base(operationId)) + "Request";
  }

  /** {@code Connection.updateConnection} gives {@code UpdateConnectionResponse}. */
  static String responseType(String operationId) {
    return type(base(operationId)) + "Response";
  }

  private static String base(String operationId) {
    return operationId.substring(operationId.indexOf('.') + 1);
  }

  /** {@code rate_limit_error} gives {@code RateLimitError}. */
  static String type(String name) {
    return upper(camel(name));
  }

  /** {@code status_code} gives {@code statusCode}. */
  static String property(String name) {
    String camel = camel(name);
    return camel.matches("[A-Z0-9_]+") ? camel : lower(camel);
  }

  /** {@code statusCode} gives {@code getStatusCode}. */
  static String getter(String property) {
    return "get" + upper(property);
  }

  private static String camel(String name) {
    Matcher matcher = WORD_START.matcher(name.replace('_', '-'));
    String camel = matcher.replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
    return camel.replaceAll("[^A-Za-z0-9$]", "");
  }

  private static boolean startsWithDigit(String name) {
    return !name.isEmpty() && Character.isDigit(name.charAt(0));
  }

  static String upper(String name) {
    return name.isEmpty()
        ? name
        : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  private static String lower(String name) {
    return name.isEmpty()
        ? name
        : name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }
}
