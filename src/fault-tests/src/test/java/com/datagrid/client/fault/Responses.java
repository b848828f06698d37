package com.datagrid.client.fault;

import com.datagrid.client.fault.RawServer.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** The responses, right or wrong, that tables of faults refer to by name. */
final class Responses {

  static final String CONNECTION =
      """
      {"object": "connection", "id": "conn_1", "name": "Sales", "teamspace_id": "team_1",
       "connector_id": "drive", "valid": true,
       "created_at": "2025-01-01T00:00:00Z", "updated_at": "2025-01-01T00:00:00Z"}""";

  static final String REJECTION =
      """
      {"status_code": 429, "statusCode": 429, "error": "rate_limit_exceeded",
       "message": "Too many requests", "mitigation": "Wait", "retryable": true,
       "details": {"reason": "burst"}}""";

  private static final String CHUNKED = "Transfer-Encoding: chunked";
  private static final String JSON = "Content-Type: application/json";
  private static final byte[] GZIPPED_ZEROS = gzip(new byte[50 << 20]); // 50 KiB
  private static final int PATIENCE_MILLIS = 20;

  private static final Map<String, Response> ALL = new LinkedHashMap<>();

  static {
    // No response.
    is("reset", Wire::reset);
    is("closed", Wire::close);
    is("silence", wire -> wire.stall().in().read());

    // No HTTP.
    is("garbage", wire -> wire.send("\0\1\2\3 hello\n\n").close());
    is("TLS alert", wire -> wire.send(new byte[] {21, 3, 1, 0, 2, 2, 70}).close());
    is("status -12", raw("HTTP/1.1 -12 Odd\r\nContent-Length: 0\r\n\r\n"));
    is("status abc", raw("HTTP/1.1 abc Odd\r\nContent-Length: 0\r\n\r\n"));
    is("HTTP/9.9", raw("HTTP/9.9 200 OK\r\nContent-Length: 0\r\n\r\n"));
    is("header without colon", raw("HTTP/1.1 200 OK\r\nContent-Length 5\r\n\r\nhello"));

    // Broken off.
    is("reset in headers", wire -> later(wire.send("HTTP/1.1 200 OK\r\nContent-Le")).reset());
    is("reset after headers", wire -> later(wire.send(ok("Content-Length: 99"))).reset());
    is("closed in headers", raw("HTTP/1.1 200 OK\r\nContent-Le"));
    is("closed in body", raw(ok("Content-Length: 99") + "{"));
    is("closed in chunk", raw(ok("Transfer-Encoding: chunked") + "ff\r\n{"));
    is("closed before last chunk", raw(ok("Transfer-Encoding: chunked") + "1\r\n{\r\n"));

    // Wrongly framed.
    is("chunk size zz", raw(ok("Transfer-Encoding: chunked") + "zz\r\n{\r\n"));
    is("chunk size -1", raw(ok("Transfer-Encoding: chunked") + "-1\r\n{\r\n"));
    is("chunk size 2^65", raw(ok("Transfer-Encoding: chunked") + "20000000000000000\r\n{\r\n"));
    is("Content-Length abc", raw(ok("Content-Length: abc") + CONNECTION));
    is("Content-Length -5", raw(ok("Content-Length: -5") + CONNECTION));
    is("Content-Length too small", wire -> wire.send(ok("Content-Length: 20") + CONNECTION));
    is("Content-Length too large", raw(ok("Content-Length: 9999") + CONNECTION));
    is("no gzip", wire -> wire.respond(200, "Content-Encoding: gzip", CONNECTION));
    is(
        "cut gzip",
        wire -> wire.respond(200, "Content-Encoding: gzip", cut(gzip(utf8(CONNECTION)))));

    // Without an end.
    is("dribbled headers", wire -> dribble(wire.send("HTTP/1.1 200 OK\r\nX: ").stall()));
    is("dribbled body", wire -> dribble(wire.send(ok(CHUNKED)).stall(), "1\r\n \r\n"));
    is("endless headers", wire -> flood(wire.send("HTTP/1.1 200 OK\r\n"), "X: y\r\n"));
    is("endless header", wire -> flood(wire.send("HTTP/1.1 200 OK\r\nX: "), "y"));
    is("endless status line", wire -> flood(wire.send("HTTP/1.1 200 "), "y"));
    is("endless 103", wire -> flood(wire, "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"));
    is("endless body", wire -> flood(wire.send(ok("Connection: close")), " "));
    is("endless chunks", wire -> flood(wire.send(ok("Transfer-Encoding: chunked")), "1\r\n \r\n"));
    is("endless chunk size", wire -> flood(wire.send(ok(CHUNKED)).stall(), "0"));
    is("endless trailers", wire -> flood(wire.send(ok(CHUNKED) + "0\r\n"), "X: y\r\n"));
    is("endless 500", wire -> flood(wire.send("HTTP/1.1 500 Oops\r\n\r\n"), "x"));
    is("gzip bomb", wire -> wire.respond(200, "Content-Encoding: gzip", GZIPPED_ZEROS));
    is("gzip bomb 500", wire -> wire.respond(500, "Content-Encoding: gzip", GZIPPED_ZEROS));
    is(
        "gzip bomb 429",
        wire -> wire.respond(429, "Content-Encoding: gzip; retry-after-ms: 20", GZIPPED_ZEROS));

    // Odd, but right.
    is("ok", Responses::ok);
    is("slow", wire -> ok(later(wire)));
    is("100, then ok", wire -> ok(wire.send("HTTP/1.1 100 Continue\r\n\r\n")));
    is("102, then ok", wire -> ok(wire.send("HTTP/1.1 102 Processing\r\n\r\n")));
    is("103, then ok", wire -> ok(wire.send("HTTP/1.1 103 Early\r\nLink: </x>\r\n\r\n")));
    is("HTTP/1.0", raw("HTTP/1.0 200 OK\r\n\r\n" + CONNECTION));
    is("chunked", wire -> wire.send(ok(CHUNKED) + chunk(CONNECTION) + "0\r\nX-Trailer: t\r\n\r\n"));
    is("gzipped", wire -> wire.respond(200, "Content-Encoding: gzip", gzip(utf8(CONNECTION))));
    is("closed by ok", wire -> wire.respond(200, "Connection: close", CONNECTION).close());
    is("charset unknown", typed("application/json; charset=klingon"));
    is("type unreadable", typed(";;;==, \t/"));
    is("type text/html", typed("text/html"));

    // 200, but not as documented.
    body("empty", "");
    body("spaces", "  ");
    body("null", "null");
    body("array", "[1, 2]");
    body("text", "\"conn_1\"");
    body("html", "<html><body>Welcome to this hotspot</body></html>");
    body("cut off", CONNECTION.substring(0, CONNECTION.length() / 2));
    body("id missing", CONNECTION.replace("\"id\": \"conn_1\",", ""));
    body("id null", CONNECTION.replace("\"conn_1\"", "null"));
    body("id 12", CONNECTION.replace("\"conn_1\"", "12"));
    body("id object", CONNECTION.replace("\"conn_1\"", "{}"));
    body("valid \"yes\"", CONNECTION.replace("true", "\"yes\""));
    body("no date", CONNECTION.replace("2025-01-01T00:00:00Z", "today"));
    body("date 12", CONNECTION.replace("\"2025-01-01T00:00:00Z\"", "12"));
    body(
        "deep",
        CONNECTION.replace("{", "{\"x\": " + "[".repeat(10_000) + "]".repeat(10_000) + ","));
    body("deep id", CONNECTION.replace("\"conn_1\"", "{\"x\":".repeat(10_000)));
    is("binary", wire -> wire.respond(200, JSON, new byte[] {(byte) 0xc3, 0x28, (byte) 0xff, 0}));

    // Other statuses.
    is("101", wire -> wire.respond(101, "Upgrade: smtp; Connection: Upgrade", ""));
    is("204", wire -> wire.send("HTTP/1.1 204 No Content\r\n\r\n"));
    is("204 with a body", wire -> wire.respond(204, "", "hello"));
    is("205 with a body", wire -> wire.respond(205, "", "hello"));
    is(
        "204 with gzip and a length",
        wire -> wire.send("HTTP/1.1 204 \r\nContent-Encoding: gzip\r\nContent-Length: 20\r\n\r\n"));
    is("304", wire -> wire.send("HTTP/1.1 304 Not Modified\r\n\r\n"));
    is("401", error(401, "WWW-Authenticate: Bearer"));
    is("401 Basic", error(401, "WWW-Authenticate: Basic realm=x"));
    is("407", error(407, "Proxy-Authenticate: Basic realm=x"));
    is("408", error(408, ""));
    is("421", error(421, ""));
    is("500", error(500, ""));
    is("502 html", wire -> wire.respond(502, "Content-Type: text/html", "<h1>Bad gateway</h1>"));
    is("503", error(503, ""));
    is("503, after 0", error(503, "Retry-After: 0"));
    is("503, after 0.05 s", error(503, "Retry-After: 0.05"));
    is("503, after 1 h", error(503, "Retry-After: 3600"));
    is("503, cut off", raw("HTTP/1.1 503 Sorry\r\nContent-Length: 99\r\n\r\nhel"));
    is("599", error(599, ""));
    is("999", error(999, ""));
  }

  private Responses() {}

  /** One of those, or a 429 with headers that the name tells: {@code 429; Retry-After: 1}. */
  static Response named(String name) {
    if (name.startsWith("429; ")) {
      return wire -> wire.respond(429, name.substring("429; ".length()), REJECTION);
    }
    Response response = ALL.get(name);
    if (response == null) {
      throw new IllegalArgumentException("no response is named " + name + ": " + ALL.keySet());
    }
    return response;
  }

  static void ok(Wire wire) throws IOException {
    wire.respond(200, JSON, CONNECTION);
  }

  static Response error(int status, String headers) {
    return wire -> wire.respond(status, headers, "{\"error\": \"odd\", \"message\": \"Words.\"}");
  }

  private static void is(String name, Response response) {
    ALL.put(name, response);
  }

  private static void body(String name, String text) {
    is(name, wire -> wire.respond(200, JSON, text));
  }

  private static Response typed(String type) {
    return wire -> wire.respond(200, "Content-Type: " + type, CONNECTION);
  }

  /** These bytes and the end of the connection. */
  private static Response raw(String text) {
    return wire -> wire.send(text).close();
  }

  private static String ok(String header) {
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + header + "\r\n\r\n";
  }

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  /** Long enough for the client to have read what was sent. */
  private static Wire later(Wire wire) throws InterruptedException {
    Thread.sleep(PATIENCE_MILLIS);
    return wire;
  }

  private static void dribble(Wire wire) throws IOException, InterruptedException {
    dribble(wire, "y");
  }

  private static void dribble(Wire wire, String drop) throws IOException, InterruptedException {
    wire.sendForever(utf8(drop), PATIENCE_MILLIS);
  }

  private static void flood(Wire wire, String drop) throws IOException, InterruptedException {
    wire.sendForever(utf8(drop.repeat(10_000)), 0);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] cut(byte[] bytes) {
    return Arrays.copyOf(bytes, bytes.length / 2);
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
