package com.datagrid.client.spec;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The generator's rules for names; the tests of the generated code hold them against it. */
final class JavaNames {

  private static final Pattern WORD_START = Pattern.compile("[^A-Za-z0-9$]+([A-Za-z0-9$])");

  /** Words of Java, and names that the generator keeps for itself, whatever their case. */
  private static final Set<String> RESERVED =
      Set.of(
          """
          _ abstract apiclient apiexception apiresponse assert boolean break byte case catch char
          class configuration const continue default do double else enum extends file final finally
          float for goto if implements import instanceof int interface list localdate localreturntype
          localtime localvaraccept localvaraccepts localvarauthnames localvarcollectionqueryparams
          localvarcontenttype localvarcontenttypes localvarcookieparams localvarformparams
          localvarheaderparams localvarpath localvarpostbody localvarqueryparams long native new null
          object offsetdatetime package private protected public return short static strictfp
          stringutil super switch synchronized this throw throws transient try void volatile while
          """
              .strip()
              .split("\\s+"));

  private JavaNames() {}

  /** {@code Connection.updateConnection} gives {@code updateConnection}. */
  static String method(String operationId) {
    String name = lower(camel(base(operationId)));
    return isTaken(name) ? "call" + upper(name) : name;
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

  /** {@code thing_list} gives {@code ThingList}, and {@code File} gives {@code ModelFile}. */
  static String model(String schema) {
    String name = type(schema);
    return isTaken(name) ? "Model" + name : name;
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

  private static boolean isTaken(String name) {
    return RESERVED.contains(name.toLowerCase(Locale.ROOT))
        || (!name.isEmpty() && Character.isDigit(name.charAt(0)));
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
