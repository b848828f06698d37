package com.datagrid.client.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each test that docs/reliability.md names exists, and each promise names one. */
class ReliabilityPageTest {

  private static final Path ROOT = Path.of("..", "..");
  private static final List<Path> TESTS =
      List.of(
          Path.of("src", "test", "java"),
          ROOT.resolve("facade/src/test/java"),
          ROOT.resolve("src/examples/src/test/java"),
          ROOT.resolve("src/load-tests/src/test/java"),
          ROOT.resolve("src/rate-limiter/src/test/java"));
  private static final Pattern NAME = Pattern.compile("`([A-Z]\\w*)?(?:\\.(\\w+))?`");

  /** A promise and what is in the column of its tests. */
  private record Row(String promise, String tests) {}

  private static List<Row> rows() throws IOException {
    return Files.readAllLines(ROOT.resolve("docs/reliability.md")).stream()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| ---"))
        .skip(1) // the head
        .map(line -> line.split(" \\| ", -1))
        .map(columns -> new Row(columns[0], columns[1]))
        .toList();
  }

  /** Whatever a test of that name has in it, in this module or another. */
  private static String source(String name) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Path tests : TESTS) {
      try (Stream<Path> files = Files.walk(tests)) {
        for (Path file : files.filter(path -> path.endsWith(name + ".java")).toList()) {
          text.append(Files.readString(file));
        }
      }
    }
    assertThat(text).as("the test " + name).isNotEmpty();
    return text.toString();
  }

  @Test
  void eachPromiseNamesTestsThatExist() throws IOException {
    List<Row> rows = rows();
    assertThat(rows).hasSizeGreaterThan(15);
    for (Row row : rows) {
      List<String> missing = new ArrayList<>();
      int names = 0;
      String inClass = "";
      Matcher name = NAME.matcher(row.tests);
      while (name.find()) {
        names++;
        inClass = name.group(1) == null ? inClass : name.group(1);
        String source = source(inClass);
        if (name.group(2) != null && !source.contains("void " + name.group(2) + "(")) {
          missing.add(inClass + "." + name.group(2));
        }
      }
      assertThat(names).as("tests of: " + row.promise).isPositive();
      assertThat(missing).as("tests of: " + row.promise).isEmpty();
    }
  }
}
