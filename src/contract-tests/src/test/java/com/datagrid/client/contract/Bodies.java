package com.datagrid.client.contract;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The headers and bodies that tables of responses refer to. */
final class Bodies {

  private static final Pattern DATE = Pattern.compile("\\{(\\S+) (\\S+)}");

  /** Bodies by name: content type, then text. */
  private static final Map<String, String[]> BODIES = new LinkedHashMap<>();

  private static final String CONNECTION =
      """
      {"object": "connection", "id": "conn_1", "name": "Sales", "teamspace_id": "team_1",
       "connector_id": "drive", "valid": true,
       "created_at": "2025-01-01T00:00:00Z", "updated_at": "2025-01-01T00:00:00Z"}""";

  static {
    json("connection", CONNECTION);
    json(
        "connection of tomorrow",
        CONNECTION.replace("{", "{\"new\": {\"a\": [1]}, ").replace("\"connection\"", "\"link\""));
    json("connection, id missing", CONNECTION.replace("\"id\": \"conn_1\",", ""));
    json("connection, id null", CONNECTION.replace("\"conn_1\"", "null"));
    json("connection, id 12", CONNECTION.replace("\"conn_1\"", "12"));
    json("connection, valid \"yes\"", CONNECTION.replace("true", "\"yes\""));
    json("connection, no date", CONNECTION.replace("2025-01-01T00:00:00Z", "today"));
    json("connection, cut off", CONNECTION.substring(0, CONNECTION.length() / 2));
    json("null", "null");
    json("array", "[1, 2]");
    json("limit", limit("true"));
    json("limit, final", limit("false"));
    json("limit, retryable null", limit("null"));
    json("limit, odd types", "{\"status_code\": \"429\", \"error\": 7, \"details\": \"x\"}");
    json("limit, 429.0", limit("true").replace("429", "429.0"));
    json("error", "{\"error\": \"some_code\", \"message\": \"Some words.\"}");
    json("{}", "{}");
    body(
        "problem",
        "application/problem+json",
        "{\"type\": \"t\", \"title\": \"Too Many\", \"status\": 429}");
    body("html", "text/html; charset=utf-8", "<html><body>Bad gateway</body></html>");
    body("binary", "application/octet-stream", "\0\1\2\uFFFD");
    body("200 KiB", "text/plain", "x".repeat(200 << 10));
    body("empty", "", "");
  }

  private Bodies() {}

  private static String limit(String retryable) {
    return """
    {"status_code": 429, "statusCode": 429, "error": "rate_limit_exceeded", "message": "Too many.",
     "mitigation": "Wait.", "retryable": %s, "details": {"reason": "Full."}}"""
        .formatted(retryable);
  }

  private static void json(String name, String text) {
    body(name, "application/json", text);
  }

  private static void body(String name, String contentType, String text) {
    BODIES.put(name, new String[] {contentType, text});
  }

  /** A response with the body of that name. */
  static ResponseDefinitionBuilder body(String name) {
    String[] body = named(name);
    ResponseDefinitionBuilder response = aResponse().withBody(body[1]);
    return body[0].isEmpty() ? response : response.withHeader("Content-Type", body[0]);
  }

  /** Success, but later than any test waits. */
  static ResponseDefinitionBuilder slow() {
    return body("connection").withFixedDelay(60_000);
  }

  static String text(String name) {
    return named(name)[1];
  }

  private static String[] named(String name) {
    String[] body = BODIES.get(name);
    if (body == null) {
      throw new IllegalArgumentException("no body is named " + name + ": " + BODIES.keySet());
    }
    return body;
  }

  /**
   * Headers as they stand in a table: {@code Name: value; Name: value}, with dates as {@code
   * {2030-01-01 00:00:00}}.
   */
  static Map<String, String> headers(String text) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String header : text.split(";", -1)) {
      if (!header.isBlank()) {
        int colon = header.indexOf(':');
        headers.put(header.substring(0, colon).strip(), dates(header.substring(colon + 1).strip()));
      }
    }
    return headers;
  }

  private static String dates(String text) {
    Matcher date = DATE.matcher(text);
    return date.replaceAll(
        found ->
            DateTimeFormatter.RFC_1123_DATE_TIME.format(
                LocalDateTime.parse(found.group(1) + "T" + found.group(2))
                    .atOffset(ZoneOffset.UTC)));
  }
}
