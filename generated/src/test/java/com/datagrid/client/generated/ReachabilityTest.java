package com.datagrid.client.generated;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.api.ConnectionsApi;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.annotations.JsonAdapter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the build writes for GraalVM, R8 and ProGuard names every class that is read by reflection.
 */
class ReachabilityTest {

  private static final String GRAALVM =
      "META-INF/native-image/com.datagrid/datagrid-client-generated/";

  @Test
  void everyModelAndAdapterCanBeMadeAndFilled() throws Exception {
    Map<String, JsonObject> entries = reflection();
    int adapters = 0;
    for (Class<?> model : generated("model")) {
      JsonObject entry = entries.get(model.getName());
      assertThat(entry).as(model.getName()).isNotNull();
      if (!model.isInterface()) {
        assertThat(entry.get("allDeclaredConstructors").getAsBoolean()).isTrue();
        assertThat(entry.get("allDeclaredFields").getAsBoolean()).isTrue();
      }
      JsonAdapter adapter = model.getAnnotation(JsonAdapter.class);
      if (adapter != null) {
        adapters++;
        assertThat(entries).containsKey(adapter.value().getName());
      }
    }
    assertThat(adapters).isPositive();
  }

  @Test
  void everyInterfaceCanBeImplementedByRetrofit() throws Exception {
    Map<String, JsonObject> entries = reflection();
    TreeSet<String> proxies = new TreeSet<>();
    for (JsonElement proxy :
        JsonParser.parseString(read(GRAALVM + "proxy-config.json")).getAsJsonArray()) {
      proxies.add(proxy.getAsJsonArray().get(0).getAsString());
    }

    assertThat(proxies)
        .containsExactlyElementsOf(
            generated("api").stream()
                .filter(Class::isInterface)
                .map(Class::getName)
                .sorted()
                .toList())
        .contains(ConnectionsApi.class.getName());
    for (String name : proxies) {
      JsonObject entry = entries.get(name);
      assertThat(entry).as(name).isNotNull();
      assertThat(entry.get("allDeclaredMethods").getAsBoolean()).isTrue();
    }
  }

  @Test
  void nothingElseIsNamed() throws Exception {
    List<String> all = new ArrayList<>();
    Stream.of("model", "api")
        .flatMap(p -> generated(p).stream())
        .forEach(c -> all.add(c.getName()));

    assertThat(reflection().keySet()).containsExactlyInAnyOrderElementsOf(all);
    generated("generated").stream()
        .filter(type -> type.isAnnotation() || type.isEnum())
        .forEach(type -> all.add(type.getName())); // GraalVM needs no word of them
    assertThat(
            read("META-INF/proguard/datagrid-client-generated.pro")
                .lines()
                .filter(line -> line.startsWith("-keep "))
                .map(line -> line.replaceAll("^-keep \\w+ ([^ ]+).*", "$1")))
        .containsExactlyInAnyOrderElementsOf(all);
  }

  private static Map<String, JsonObject> reflection() throws IOException {
    Map<String, JsonObject> entries = new TreeMap<>();
    for (JsonElement entry :
        JsonParser.parseString(read(GRAALVM + "reflect-config.json")).getAsJsonArray()) {
      entries.put(entry.getAsJsonObject().get("name").getAsString(), entry.getAsJsonObject());
    }
    return entries;
  }

  /** The classes of a package of generated code, nested ones too. */
  private static List<Class<?>> generated(String name) {
    try {
      Path root =
          Path.of(ConnectionsApi.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      List<Class<?>> found = new ArrayList<>();
      try (Stream<Path> files = Files.list(root.resolve("com/datagrid/client/" + name))) {
        for (Path file : files.toList()) {
          String simple = file.getFileName().toString().replace(".class", "");
          if (!simple.equals("package-info")) {
            found.add(Class.forName("com.datagrid.client." + name + '.' + simple));
          }
        }
      }
      assertThat(found).isNotEmpty();
      return found;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static String read(String resource) throws IOException {
    try (InputStream file = ConnectionsApi.class.getClassLoader().getResourceAsStream(resource)) {
      assertThat(file).as(resource).isNotNull();
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
