package com.datagrid.client.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.datagrid.client.DatagridClient;
import com.datagrid.client.testing.Mode;
import com.datagrid.client.testing.Settings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterProperty;

/** Any id arrives at the server as one path segment, byte for byte, or is refused before. */
class ConnectionIdTest {

  private static final String BEFORE_ID = "PATCH /v1/connections/";
  private static final String AFTER_ID = " HTTP/1.1";

  private volatile String lastLine = "";
  private final RawServer server;
  private final DatagridClient client;

  ConnectionIdTest() throws IOException {
    server =
        new RawServer(
            RawServer.loopback(),
            (wire, own) -> {
              for (Wire.Request next = wire.read(); next != null; next = wire.read()) {
                lastLine = next.line();
                Responses.ok(wire);
              }
            });
    client = Settings.of("").baseUrl(server.url()).httpClient(Row.HTTP).build();
  }

  @AfterProperty
  void close() {
    client.close();
    server.close();
  }

  /** Of what means something in URLs, in URLs within URLs, to terminals, and of anything else. */
  @Provide
  Arbitrary<String> ids() {
    Arbitrary<String> meaningful =
        Arbitraries.of(
            "/",
            "%",
            "%2F",
            "%2f",
            "%00",
            "%zz",
            "%252F",
            "?",
            "#",
            ";",
            "+",
            " ",
            "&",
            "=",
            ":",
            "@",
            "\\",
            "..",
            ".",
            "../",
            "//",
            "~",
            "*",
            "'",
            "\"",
            "<",
            ">",
            "|",
            "{",
            "}",
            "[",
            "\uD83D\uDE00",
            "\u202E",
            "\u200F",
            "\u00A0",
            "\u2028",
            "\uFEFF",
            "\uFFFF",
            "\u00E4",
            "a\u0308",
            "\u4E2D",
            "conn_1");
    Arbitrary<String> others = Arbitraries.strings().ofMinLength(1).ofMaxLength(4);
    Arbitrary<String> refused =
        Arbitraries.of("\0", "\t", "\n", "\r", "\u001B", "\u007F", "\u0085", "\uD800", "\uDC00");
    return Arbitraries.frequencyOf(
            Tuple.of(12, meaningful), Tuple.of(6, others), Tuple.of(1, refused))
        .list()
        .ofMinSize(0)
        .ofMaxSize(6)
        .map(parts -> String.join("", parts));
  }

  @Property(tries = 500)
  void arrivesAsOneSegmentOrIsRefused(@ForAll Mode mode, @ForAll("ids") String id) {
    lastLine = "";
    if (isRefused(id)) {
      assertThatIllegalArgumentException().isThrownBy(() -> update(mode, id));
      assertThat(lastLine).as("what was sent").isEmpty();
      return;
    }
    update(mode, id);

    String line = lastLine;
    assertThat(line).startsWith(BEFORE_ID).endsWith(AFTER_ID);
    String segment = line.substring(BEFORE_ID.length(), line.length() - AFTER_ID.length());
    assertThat(segment).matches("[!$&'()*+,;=:@a-zA-Z0-9._~%\\[\\]-]+");
    assertThat(decoded(segment)).isEqualTo(id.getBytes(StandardCharsets.UTF_8));
  }

  private void update(Mode mode, String id) {
    if (mode == Mode.BLOCKING) {
      client.connections().update(id, "Sales");
    } else {
      CompletableFuture<?> future = client.connections().updateAsync(id, "Sales");
      Mode.await(future);
    }
  }

  private static boolean isRefused(String id) {
    return id.isBlank()
        || id.equals(".")
        || id.equals("..")
        || id.chars().anyMatch(Character::isISOControl)
        || id.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF);
  }

  private static byte[] decoded(String segment) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < segment.length(); i++) {
      if (segment.charAt(i) == '%') {
        bytes.write(Integer.parseInt(segment.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        bytes.write(segment.charAt(i));
      }
    }
    return bytes.toByteArray();
  }
}
