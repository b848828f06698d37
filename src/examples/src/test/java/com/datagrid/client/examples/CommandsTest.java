package com.datagrid.client.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code .ci/commands} runs the commands of the pages: all of them, and no other. */
class CommandsTest {

  private static final Path ROOT = JavaBlock.root();
  private static final String COMMAND = "(?:mvn|curl|\\.ci/\\w+)(?= |`|$)[^`\n]*";

  /** In a line of its own, or between backquotes. */
  private static final Pattern IN_A_PAGE =
      Pattern.compile("(?m)^(" + COMMAND + ")$|`(" + COMMAND + ")`");

  private static final Pattern LISTED = Pattern.compile("(?m)^([a-z][^|\n]*) \\| (\\S.*)$");

  @Test
  void everyCommandOfAPageIsListed() throws IOException {
    assertThat(inThePages()).isNotEmpty();
    assertThat(listed().keySet()).containsAll(inThePages().keySet());
  }

  @Test
  void everyListedCommandIsOnAPage() throws IOException {
    assertThat(inThePages().keySet()).containsAll(listed().keySet());
  }

  @Test
  void eachIsRunSomewhereOrSaysWhyItIsNot() throws IOException {
    for (Map.Entry<String, String> entry : listed().entrySet()) {
      String when = entry.getValue();
      if (when.startsWith("in ")) {
        String file = Files.readString(ROOT.resolve(when.substring("in ".length())));
        assertThat(file).as(when).containsPattern("(?m)^[^#]*" + Pattern.quote(entry.getKey()));
      } else {
        assertThat(when).as(entry.getKey()).matches("quick|slow|by hand: .{10,}");
      }
    }
  }

  @Test
  void itsQuickAndItsSlowOnesHaveJobs() throws IOException {
    List<String> jobs = new ArrayList<>();
    try (Stream<Path> files = Files.list(ROOT.resolve(".github/workflows"))) {
      for (Path file : files.toList()) {
        jobs.addAll(Files.readAllLines(file));
      }
    }
    assertThat(jobs.stream().map(String::strip))
        .contains("- run: .ci/commands", "- run: .ci/commands slow");
  }

  @Test
  void commandsAreFoundWithoutTheirComments() {
    assertThat(
            commands(
                """
                Run `mvn -q -Pa -Db=1`, or `mvnx`, or `-Dc=2`:
                ```sh
                mvn -q -Pd    # not mvn -Pe
                .ci/run
                ```
                """))
        .containsExactly(".ci/run", "mvn -q -Pa -Db=1", "mvn -q -Pd");
  }

  /** With the pages that have them. */
  private static Map<String, Set<String>> inThePages() throws IOException {
    Map<String, Set<String>> found = new TreeMap<>();
    for (Path page : pages()) {
      for (String command : commands(Files.readString(page))) {
        found
            .computeIfAbsent(command, key -> new TreeSet<>())
            .add(ROOT.relativize(page).toString());
      }
    }
    return found;
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(
              Stream.of(
                      "README.md", "CONTRIBUTING.md", "RELEASING.md", "src/rate-limiter/README.md")
                  .map(ROOT::resolve),
              docs.filter(file -> file.toString().endsWith(".md")))
          .toList();
    }
  }

  private static Set<String> commands(String page) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = IN_A_PAGE.matcher(page);
    while (matcher.find()) {
      String command = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
      found.add(command.replaceFirst(" +#.*", "").strip());
    }
    return found;
  }

  /** With when they are run. */
  private static Map<String, String> listed() throws IOException {
    Map<String, String> found = new TreeMap<>();
    Matcher matcher = LISTED.matcher(Files.readString(ROOT.resolve(".ci/commands")));
    while (matcher.find()) {
      assertThat(found.put(matcher.group(2), matcher.group(1))).as(matcher.group(2)).isNull();
    }
    return found;
  }
}
