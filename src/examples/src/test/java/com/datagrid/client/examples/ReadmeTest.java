package com.datagrid.client.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineTestKit;

/**
 * Every Java block of the README and of {@code docs} compiles as it is printed, and its tests pass.
 */
class ReadmeTest {

  @TempDir private Path output;

  @Test
  void hasJava() throws IOException {
    assertThat(JavaBlock.ofAllPages()).isNotEmpty();
  }

  @TestFactory
  Stream<DynamicTest> blocksCompile() throws IOException {
    return JavaBlock.ofAllPages().stream()
        .map(
            block ->
                DynamicTest.dynamicTest(
                    block.page() + ", line " + block.line(),
                    () ->
                        assertThat(errors(block))
                            .as("errors in the block of %s, line %d", block.page(), block.line())
                            .isEmpty()));
  }

  @TestFactory
  Stream<DynamicTest> testsPass() throws IOException {
    List<JavaBlock> tests =
        JavaBlock.ofAllPages().stream().filter(block -> block.code().contains("@Test")).toList();
    assertThat(tests).hasSizeGreaterThanOrEqualTo(3);
    return tests.stream()
        .map(
            block ->
                DynamicTest.dynamicTest(
                    block.page() + ", line " + block.line(), () -> assertPasses(block)));
  }

  private void assertPasses(JavaBlock block) throws Exception {
    assertThat(errors(block)).isEmpty();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {output.toUri().toURL()}, getClass().getClassLoader())) {
      EngineTestKit.engine("junit-jupiter")
          .selectors(DiscoverySelectors.selectClass(loader.loadClass(block.className())))
          .execute()
          .testEvents()
          .assertStatistics(events -> events.failed(0))
          .succeeded()
          .assertThatEvents()
          .isNotEmpty();
    }
  }

  @Test
  void blocksAreFoundWithTheirLines() {
    assertThat(
            JavaBlock.of(
                "a.md", List.of("text", "```java", "a();", "", "```", "```sh", "java", "```")))
        .containsExactly(new JavaBlock("a.md", 2, "a();\n"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JavaBlock.of("a.md", List.of("```java", "a();")))
        .withMessage("a.md, line 1: block is never closed");
  }

  @Test
  void statementsCompileWithImportsAndAClient() {
    assertThat(
            errors(
                new JavaBlock(
                    "a.md",
                    7,
                    """
                    import com.datagrid.client.model.Connection;

                    Connection sales = client.connections().update("conn_1", "Sales");
                    """)))
        .isEmpty();
  }

  @Test
  void classesCompile() {
    assertThat(errors(new JavaBlock("a.md", 7, "public class Any {\n  int number = 1;\n}")))
        .isEmpty();
  }

  @Test
  void aMistakeIsFound() {
    assertThat(errors(new JavaBlock("a.md", 7, "client.connections().rename(\"conn_1\");")))
        .singleElement()
        .asString()
        .contains("cannot find symbol", "rename");
  }

  private List<String> errors(JavaBlock block) {
    return new Compiler(System.getProperty("java.class.path"), output)
        .compile(block.className(), block.source());
  }
}
