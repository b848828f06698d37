package com.datagrid.client.release;

import static com.datagrid.client.release.Staged.VERSION;
import static com.datagrid.client.release.Staged.children;
import static com.datagrid.client.release.Staged.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

/** What Maven Central asks for, and what users resolve. */
class StagingTest {

  private static final boolean SIGNED = !Boolean.parseBoolean(System.getProperty("gpg.skip"));
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

  /** What the signatures of each name: Gradle's configuration api, Maven's scope compile. */
  private static final Map<String, List<String>> API =
      Map.of(
          "datagrid-rate-limiter",
          List.of("io.github.resilience4j:resilience4j-ratelimiter", "org.jspecify:jspecify"),
          "datagrid-client-generated",
          List.of(
              "com.google.code.gson:gson",
              "com.squareup.okhttp3:okhttp-jvm",
              "com.squareup.retrofit2:retrofit",
              "org.jspecify:jspecify"),
          "datagrid-client",
          List.of(
              "com.datagrid:datagrid-client-generated",
              "com.datagrid:datagrid-rate-limiter",
              "com.google.code.gson:gson",
              "com.squareup.okhttp3:okhttp",
              "com.squareup.okhttp3:okhttp-jvm",
              "com.squareup.retrofit2:retrofit",
              "io.github.resilience4j:resilience4j-ratelimiter",
              "io.github.resilience4j:resilience4j-retry",
              "org.jspecify:jspecify"),
          "datagrid-client-redis",
          List.of(
              "com.datagrid:datagrid-rate-limiter", "org.jspecify:jspecify", "redis.clients:jedis"),
          "datagrid-client-stubs",
          List.of(
              "com.datagrid:datagrid-client",
              "com.datagrid:datagrid-client-generated",
              "com.google.code.gson:gson",
              "org.wiremock:wiremock-standalone"));

  /** What they use inside: Gradle's and Maven's runtime. */
  private static final Map<String, List<String>> RUNTIME =
      Map.of(
          "datagrid-rate-limiter", List.of("org.slf4j:slf4j-api"),
          "datagrid-client", List.of("org.slf4j:slf4j-api"),
          "datagrid-client-redis", List.of("com.google.code.gson:gson", "org.slf4j:slf4j-api"),
          "datagrid-client-stubs", List.of("org.snakeyaml:snakeyaml-engine"));

  /** What one class of each needs, whose users have it. */
  private static final Map<String, List<String>> OPTIONAL =
      Map.of(
          "datagrid-client", List.of("io.micrometer:micrometer-core"),
          "datagrid-client-stubs", List.of("org.junit.jupiter:junit-jupiter-api"));

  static Stream<Staged> all() {
    return Staged.all();
  }

  static Stream<Staged> jars() {
    return Staged.jars();
  }

  @Test
  void theBomHasEveryJar() throws Exception {
    Element management =
        children(new Staged("datagrid-client-bom").pom(), "dependencyManagement").get(0);
    List<String> managed = new ArrayList<>();
    for (Element each : children(children(management, "dependencies").get(0), "dependency")) {
      assertThat(text(each, "version")).isEqualTo(VERSION);
      managed.add(text(each, "artifactId"));
    }

    assertThat(managed)
        .containsExactlyInAnyOrderElementsOf(jars().map(Staged::artifactId).toList())
        .containsAll(API.keySet());
    assertThat(Staged.all().filter(staged -> !staged.hasJar()))
        .containsExactly(new Staged("datagrid-client-bom"));
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyFileHasItsChecksums(Staged staged) throws Exception {
    List<Path> files =
        staged.files().stream().filter(f -> !f.toString().matches(".*\\.(md5|sha1|asc)")).toList();
    assertThat(files).contains(staged.file(".pom"), staged.file("-cyclonedx.json"));
    for (Path file : files) {
      assertThat(file.resolveSibling(file.getFileName() + ".md5")).hasContent(digest("MD5", file));
      assertThat(file.resolveSibling(file.getFileName() + ".sha1"))
          .hasContent(digest("SHA-1", file));
      if (SIGNED) {
        assertThat(file.resolveSibling(file.getFileName() + ".asc")).isNotEmptyFile();
      }
    }
  }

  private static String digest(String algorithm, Path file) throws Exception {
    byte[] digest = MessageDigest.getInstance(algorithm).digest(Files.readAllBytes(file));
    return HexFormat.of().formatHex(digest);
  }

  @ParameterizedTest
  @MethodSource("all")
  void thePomStandsAlone(Staged staged) throws Exception {
    Element pom = staged.pom();

    for (String name : List.of("parent", "properties", "build", "profiles", "repositories")) {
      assertThat(children(pom, name)).as(name).isEmpty();
    }
    assertThat(children(pom, "dependencyManagement")).hasSize(staged.hasJar() ? 0 : 1);
    assertThat(text(pom, "groupId")).isEqualTo("com.datagrid");
    assertThat(text(pom, "version")).isEqualTo(VERSION);
    for (String name : List.of("name", "description", "url")) {
      assertThat(text(pom, name)).as(name).isNotEmpty();
    }
    for (String name : List.of("licenses", "developers", "scm")) {
      assertThat(children(pom, name)).as(name).hasSize(1);
    }
    assertThat(Files.readString(staged.file(".pom"))).doesNotContain("${", "-SNAPSHOT");
  }

  @ParameterizedTest
  @MethodSource("jars")
  void usersGetWhatSignaturesNameAndNoMore(Staged staged) throws Exception {
    String name = staged.artifactId();
    if (API.containsKey(name)) {
      assertThat(staged.dependencies("compile"))
          .containsExactlyInAnyOrderElementsOf(API.getOrDefault(name, List.of()));
      assertThat(staged.dependencies("runtime"))
          .containsExactlyInAnyOrderElementsOf(RUNTIME.getOrDefault(name, List.of()));
      assertThat(staged.optionalDependencies())
          .containsExactlyElementsOf(OPTIONAL.getOrDefault(name, List.of()));
    }
    assertThat(staged.dependencies("test")).isEmpty();
    assertThat(staged.dependencies("provided"))
        .isSubsetOf("com.google.errorprone:error_prone_annotations"); // for the compiler alone
  }

  @ParameterizedTest
  @MethodSource("jars")
  void theJarIsAModuleWithItsLicense(Staged staged) throws Exception {
    for (String suffix : List.of(".jar", "-sources.jar", "-javadoc.jar")) {
      for (String name : List.of("LICENSE", "NOTICE")) {
        assertThat(staged.entry(suffix, "META-INF/" + name))
            .as(suffix + ' ' + name)
            .isEqualTo(Files.readAllBytes(ROOT.resolve(name)));
      }
    }
    assertThat(staged.entries(".jar"))
        .contains("module-info.class")
        .noneMatch(name -> name.endsWith("Test.class"));
    try (JarFile jar = new JarFile(staged.file(".jar").toFile())) {
      assertThat(jar.getManifest().getMainAttributes().getValue("Implementation-Version"))
          .isEqualTo(VERSION);
    }
  }

  @ParameterizedTest
  @MethodSource("jars")
  void sourcesAndDocumentationAreOfTheSameClasses(Staged staged) throws Exception {
    TreeSet<String> classes = new TreeSet<>();
    for (String name : staged.entries(".jar")) {
      if (name.endsWith(".class") && !name.contains("$")) {
        classes.add(name.replace(".class", ".java"));
      }
    }
    assertThat(staged.entries("-sources.jar"))
        .filteredOn(name -> name.endsWith(".java"))
        .containsAll(classes);
    assertThat(staged.entries("-javadoc.jar"))
        .contains("index.html")
        .anyMatch(name -> name.matches("(.*/)?com/datagrid/client/.*\\.html"))
        .noneMatch(name -> name.contains("/internal/"));
  }

  @ParameterizedTest
  @MethodSource("jars")
  void theBillOfMaterialsHasWhatRuns(Staged staged) throws Exception {
    JsonElement bill = JsonParser.parseString(Files.readString(staged.file("-cyclonedx.json")));
    List<String> components = new ArrayList<>();
    for (JsonElement component : bill.getAsJsonObject().getAsJsonArray("components")) {
      components.add(
          component.getAsJsonObject().get("group").getAsString()
              + ':'
              + component.getAsJsonObject().get("name").getAsString());
    }

    assertThat(components)
        .containsAll(staged.dependencies(""))
        .doesNotContain("ch.qos.logback:logback-classic", "org.assertj:assertj-core");
  }
}
