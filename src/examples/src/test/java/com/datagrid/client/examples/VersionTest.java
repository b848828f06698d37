package com.datagrid.client.examples;

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

/** Whatever names the version of our artifacts names that of the pom at the root. */
class VersionTest {

  private static final Pattern REVISION = Pattern.compile("<revision>([^<]+)</revision>");

  /** A dependency on one of ours, as Maven and as Gradle have it, or a property for it. */
  private static final List<Pattern> OURS =
      List.of(
          Pattern.compile(
              "<groupId>com\\.datagrid</groupId>\\s*<artifactId>[^<]+</artifactId>\\s*"
                  + "<version>([^<$@]+)</version>"),
          Pattern.compile("com\\.datagrid:[a-z-]+:([^\"'<$\\s`)]+)"),
          Pattern.compile("<datagrid\\.version>([^<]+)</datagrid\\.version>"),
          REVISION);

  @Test
  void thereIsOneVersion() throws IOException {
    Path root = JavaBlock.root();
    List<String> others = new ArrayList<>();
    int found = 0;
    Matcher revision = REVISION.matcher(Files.readString(root.resolve("pom.xml")));
    assertThat(revision.find()).isTrue();
    String version = revision.group(1);
    for (Path file : filesThatMayNameIt(root)) {
      String text = Files.readString(file);
      for (Pattern pattern : OURS) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
          found++;
          if (!matcher.group(1).equals(version)) {
            others.add(root.relativize(file) + ": " + matcher.group(1));
          }
        }
      }
    }

    assertThat(others).as("other versions than %s", version).isEmpty();
    assertThat(found).isGreaterThanOrEqualTo(4); // pom, consumer, the two READMEs
  }

  @Test
  void theChangelogHasIt() throws IOException {
    Path root = JavaBlock.root();
    Matcher revision = REVISION.matcher(Files.readString(root.resolve("pom.xml")));
    assertThat(revision.find()).isTrue();
    String version = revision.group(1);
    String heading =
        version.endsWith("-SNAPSHOT")
            ? "\\[Unreleased]"
            : Pattern.quote('[' + version + ']') + " - \\d{4}-\\d\\d-\\d\\d";

    assertThat(Files.readAllLines(root.resolve("CHANGELOG.md")))
        .anyMatch(line -> line.matches("## " + heading));
  }

  private static List<Path> filesThatMayNameIt(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().matches(".*\\.(md|xml|kts|gradle)"))
          .filter(file -> !root.relativize(file).toString().matches("(.*/)?(target|\\.git)/.*"))
          .filter(Files::isRegularFile)
          .toList();
    }
  }
}
