package com.datagrid.client.generated;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.api.ConnectionsApi;
import com.datagrid.client.model.Connection;
import com.datagrid.client.model.RateLimitError;
import com.datagrid.client.model.RateLimitErrorDetails;
import com.datagrid.client.model.UpdateConnectionRequest;
import com.google.gson.Gson;
import com.google.gson.annotations.SerializedName;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import retrofit2.Call;
import retrofit2.http.Body;
import retrofit2.http.PATCH;

/**
 * What the rest of the library and its users rely on in the generated code. The generator ignores a
 * mistyped setting in silence, and a change of the document can rename things: both must show here.
 */
class GeneratedCodeTest {

  @Test
  void names() throws Exception {
    Method update =
        ConnectionsApi.class.getMethod(
            "updateConnection", String.class, UpdateConnectionRequest.class);

    assertThat(update.getGenericReturnType().getTypeName())
        .isEqualTo(Call.class.getName() + "<" + Connection.class.getName() + ">");
    assertThat(update.getAnnotation(PATCH.class).value()).isEqualTo("connections/{connection_id}");
    Parameter[] parameters = update.getParameters();
    assertThat(parameters[0].getAnnotation(retrofit2.http.Path.class).value())
        .isEqualTo("connection_id");
    assertThat(parameters[1].isAnnotationPresent(Body.class)).isTrue();
    assertThat(isNonNull(parameters[0].getAnnotatedType())).isTrue();
    assertThat(isNonNull(parameters[1].getAnnotatedType())).isTrue();
  }

  @Test
  void typesOfProperties() {
    assertThat(properties(Connection.class)) // and what the service adds
        .containsAllEntriesOf(
            Map.of(
                "object", "ObjectTypeEnum objectType",
                "id", "String id",
                "name", "String name",
                "teamspace_id", "String teamspaceId",
                "connector_id", "String connectorId",
                "valid", "Boolean valid",
                "value", "String value",
                "created_at", "OffsetDateTime createdAt",
                "updated_at", "OffsetDateTime updatedAt"));
    assertThat(properties(UpdateConnectionRequest.class))
        .containsAllEntriesOf(Map.of("name", "String name"));
    assertThat(properties(RateLimitError.class))
        .containsAllEntriesOf(
            Map.of(
                "status_code", "Long statusCode",
                "statusCode", "Long legacyStatusCode",
                "error", "ErrorEnum error",
                "message", "String message",
                "mitigation", "String mitigation",
                "retryable", "Boolean retryable",
                "details", "RateLimitErrorDetails details"));
    assertThat(properties(RateLimitErrorDetails.class))
        .containsAllEntriesOf(Map.of("reason", "String reason"));
  }

  @Test
  void requiredPropertiesAreNonNullAndTheOthersNullable() throws Exception {
    assertThat(required(Connection.class))
        .containsExactlyInAnyOrder(
            "objectType", "id", "name", "teamspaceId", "connectorId", "createdAt", "updatedAt");
    assertThat(required(UpdateConnectionRequest.class)).containsExactly("name");
    assertThat(required(RateLimitError.class))
        .containsExactlyInAnyOrder("error", "message", "retryable", "statusCode");
    assertThat(required(RateLimitErrorDetails.class)).isEmpty();
  }

  @Test
  void toStringMasksTheCredential() {
    Connection connection = new Connection().id("conn_1").value("s3cr3t");

    assertThat(connection.toString()).contains("conn_1").doesNotContain("s3cr3t");
  }

  @Test
  void unknownEnumValueDoesNotFail() {
    RateLimitError error = new Gson().fromJson("{\"error\": \"too_fast\"}", RateLimitError.class);

    assertThat(error.getError()).isEqualTo(RateLimitError.ErrorEnum.UNRECOGNIZED);
  }

  @Test
  void unsetPropertyIsNotSent() {
    assertThat(new Gson().toJson(new UpdateConnectionRequest())).isEqualTo("{}");
  }

  @Test
  void carriesTheDocumentToTheLetter() throws IOException {
    try (InputStream resource =
        ConnectionsApi.class.getResourceAsStream("/META-INF/datagrid/openapi.yaml")) {
      assertThat(resource).isNotNull();
      assertThat(new String(resource.readAllBytes(), UTF_8))
          .isEqualTo(Files.readString(Path.of(System.getProperty("openapi.document"))));
    }
  }

  @Test
  void secondGenerationIsTheSameByteForByte() throws IOException {
    Map<String, String> first = sources(System.getProperty("generated.sources"));
    Map<String, String> second = sources(System.getProperty("generated.again"));

    assertThat(first).containsKey("com/datagrid/client/model/Connection.java");
    assertThat(second).isEqualTo(first);
  }

  @Test
  void everyClassHasItsSource() throws Exception {
    Path classes =
        Path.of(ConnectionsApi.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Map<String, String> sources = sources(System.getProperty("generated.sources"));
    sources.putAll(sources("src/main"));

    try (Stream<Path> files = Files.walk(classes)) {
      assertThat(files.filter(file -> file.toString().endsWith(".class")))
          .isNotEmpty()
          .allSatisfy(
              file ->
                  assertThat(sources)
                      .containsKey(
                          classes
                              .relativize(file)
                              .toString()
                              .replace('\\', '/')
                              .replaceFirst("(\\$.*)?\\.class$", ".java")));
    }
  }

  private static Map<String, String> properties(Class<?> model) {
    return fields(model)
        .collect(
            Collectors.toMap(
                field -> field.getAnnotation(SerializedName.class).value(),
                field -> field.getType().getSimpleName() + " " + field.getName()));
  }

  /** The properties that a response must have; asserts that getter and setters agree. */
  private static List<String> required(Class<?> model) throws Exception {
    List<String> required =
        fields(model)
            .filter(field -> isNonNull(field.getAnnotatedType()))
            .map(Field::getName)
            .toList();
    for (Field field : fields(model).toList()) {
      boolean nonNull = required.contains(field.getName());
      String suffix =
          field.getName().substring(0, 1).toUpperCase(Locale.ROOT) + field.getName().substring(1);
      Method getter = model.getMethod("get" + suffix);
      Method setter = model.getMethod("set" + suffix, field.getType());
      Method fluent = model.getMethod(field.getName(), field.getType());
      assertThat(isNonNull(getter.getAnnotatedReturnType())).isEqualTo(nonNull);
      assertThat(isNonNull(setter.getAnnotatedParameterTypes()[0])).isEqualTo(nonNull);
      assertThat(isNonNull(fluent.getAnnotatedParameterTypes()[0])).isEqualTo(nonNull);
    }
    return required;
  }

  private static boolean isNonNull(AnnotatedElement type) {
    boolean nonNull = type.isAnnotationPresent(NonNull.class);
    assertThat(type.isAnnotationPresent(Nullable.class)).isNotEqualTo(nonNull);
    return nonNull;
  }

  private static Stream<Field> fields(Class<?> model) {
    return Arrays.stream(model.getDeclaredFields())
        .filter(field -> (field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0)
        .filter(field -> !field.isSynthetic());
  }

  private static Map<String, String> sources(String directory) throws IOException {
    Path root = Path.of(directory, "java");
    Map<String, String> sources = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        sources.put(
            root.relativize(file).toString().replace('\\', '/'), Files.readString(file, UTF_8));
      }
    }
    return sources;
  }
}
