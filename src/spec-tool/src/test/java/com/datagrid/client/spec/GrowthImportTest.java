package com.datagrid.client.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The import that the module {@code src/growth-tests} starts from: a page as it is, a changed one
 * and a new one, into a document of a hundred operations.
 */
class GrowthImportTest {

  private static final Path FIXTURES = Path.of("../growth-tests/src/test/openapi");

  @TempDir private Path directory;

  @Test
  void threePages() throws IOException {
    Project project = new Project(directory);
    String before = Files.readString(FIXTURES.resolve("growth.yaml"));
    project.write("openapi/datagrid.yaml", before);
    String pages =
        page("get-item.md") + "," + page("update-lamp.md") + "," + page("archive-item.md");

    String report = project.run("import", pages, "incoming");

    assertThat(report)
        .contains(
            """
            datagrid.yaml is changed. For Java users, since the last import:
              breaking    LampsApi.updateLamp takes (String, ThingInput, @Nullable Boolean dryRun) \
            instead of (String, ThingInput)
              compatible  ItemsApi.archiveItem is new: Item.archiveItem (POST /items/{item_id}/archive)
              compatible  Thing.getColor is new
            Semantic version: major (before 1.0.0: minor)
            """)
        .doesNotContain("unsupported:");
    String after = project.document();
    assertThat(after).contains("operationId: Item.archiveItem");
    assertThat(after.lines()).hasSize(before.lines().toList().size() + 15);
    assertThat(project.run("import", pages, "incoming")).contains("nothing changed");
    assertThat(project.document()).isEqualTo(after);
  }

  private static Path page(String name) {
    return FIXTURES.resolve("pages").resolve(name);
  }
}
