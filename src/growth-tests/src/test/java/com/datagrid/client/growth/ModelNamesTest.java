package com.datagrid.client.growth;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.model.Words;
import com.google.gson.annotations.SerializedName;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Schemas that are named as what the generated code needs itself. The fixture has one of each, so
 * that they also compile.
 */
class ModelNamesTest {

  /** Not taken by anything. */
  private static final String FREE = "Record";

  @Test
  void everyTakenWordHasAClassOfAnotherName() {
    Map<String, String> classes =
        Arrays.stream(Words.class.getDeclaredFields())
            .filter(field -> field.isAnnotationPresent(SerializedName.class))
            .collect(Collectors.toMap(ModelNamesTest::word, ModelNamesTest::type));
    assertThat(classes)
        .hasSize(40)
        .allSatisfy(
            (word, type) -> assertThat(type).isEqualTo(word.equals(FREE) ? word : "Model" + word));
  }

  private static String word(Field field) {
    return field.getAnnotation(SerializedName.class).value().replaceFirst("^the_", "");
  }

  private static String type(Field field) {
    return field.getType().getSimpleName();
  }
}
