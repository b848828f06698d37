package org.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.datagrid.client.stubs.DatagridStubServer;
import com.datagrid.client.stubs.DatagridStubs;
import com.datagrid.client.stubs.StubFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ShrunkTest {

  private static final Path JAR = Path.of("target/shrunk.jar");

  @Test
  void itRuns() throws IOException {
    try (DatagridStubServer server = DatagridStubServer.builder().start()) {
      server.wireMock().addStubMapping(DatagridStubs.connectionNotFound("missing"));
      server
          .forId("limited")
          .failNext(
              StubFault.respond(
                  429,
                  "{\"error\": \"rate_limit_exceeded\", \"message\": \"Never again\","
                      + " \"retryable\": false}"));
      ProcessBuilder program =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-cp",
              JAR.toString(),
              "org.example.Rename",
              server.baseUrl());
      Process process = program.redirectErrorStream(true).start();
      try (Stream<String> lines = process.inputReader().lines()) {
        assertEquals(
            List.of(
                "Sales connection",
                "Async",
                "Api",
                "404",
                "Never again",
                "/connections/{connection_id}"),
            lines.filter(line -> !line.startsWith("SLF4J")).toList());
      }
    }
  }

  @Test
  void itIsSmallerThanItsLibraries() throws IOException {
    long libraries = 0;
    try (Stream<Path> jars = Files.list(Path.of("target/lib"))) {
      for (Path jar : jars.toList()) {
        libraries += Files.size(jar);
      }
    }
    assertTrue(Files.size(JAR) < libraries / 2, Files.size(JAR) + " of " + libraries + " bytes");
  }
}
