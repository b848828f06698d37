package com.datagrid.client.growth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.model.Words;
import com.google.gson.annotations.SerializedName;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Schemas that are named as what the generated code needs itself. The fixture has one of each, so
 * that they also compile.
 */
class ModelNamesTest {

  private static final Pattern MAPPING =
      Pattern.compile("<modelNameMapping>(\\w+)=(\\w+)</modelNameMapping>");

  @Test
  void everyTakenWordHasAClassOfAnotherName() throws IOException {
    Map<String, String> expected = new TreeMap<>();
    MAPPING
        .matcher(Files.readString(Path.of("../../pom.xml"), UTF_8))
        .results()
        .forEach(mapping -> expected.put(mapping.group(1), mapping.group(2)));
    assertThat(expected).containsEntry("String", "ModelString");
    // Those that the generator renames by itself, and one that is not taken.
    expected.putAll(
        Map.of(
            "3d", "Model3d",
            "ApiResponse", "ModelApiResponse",
            "Class", "ModelClass",
            "Configuration", "ModelConfiguration",
            "File", "ModelFile",
            "List", "ModelList",
            "Object", "ModelObject",
            "Record", "Record"));

    Map<String, String> classes =
        Arrays.stream(Words.class.getDeclaredFields())
            .filter(field -> field.isAnnotationPresent(SerializedName.class))
            .collect(Collectors.toMap(ModelNamesTest::word, ModelNamesTest::type));
    assertThat(classes).containsExactlyInAnyOrderEntriesOf(expected);
  }

  private static String word(Field field) {
    return field.getAnnotation(SerializedName.class).value().replaceFirst("^the_", "");
  }

  private static String type(Field field) {
    return field.getType().getSimpleName();
  }
}
