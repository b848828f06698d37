package org.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** Every public class of ours, with nothing beside it but what users compile with. */
class SignaturesTest {

  /** Their users bring what these need. */
  private static final Set<String> OPTIONAL =
      Set.of(
          "com.datagrid.client.DatagridMetrics",
          "com.datagrid.client.stubs.DatagridStubExtension");

  private static List<Path> classPath() throws Exception {
    return List.of(Files.readString(Path.of("target/class-path.txt")).strip().split(File.pathSeparator))
        .stream()
        .map(Path::of)
        .toList();
  }

  @Test
  void everyTypeOfASignatureIsThere() throws Exception {
    List<URL> urls = new ArrayList<>();
    for (Path jar : classPath()) {
      urls.add(jar.toUri().toURL());
    }
    Set<String> incomplete = new TreeSet<>();
    int found = 0;
    try (URLClassLoader loader =
        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      for (Path jar : classPath()) {
        for (String name : ourClasses(jar)) {
          try {
            found += isPublicAndComplete(Class.forName(name, false, loader)) ? 1 : 0;
          } catch (NoClassDefFoundError | TypeNotPresentException e) {
            incomplete.add(name);
          }
        }
      }
    }
    assertEquals(OPTIONAL, incomplete);
    assertTrue(found > 40, found + " public classes");
  }

  @Test
  void whatIsUsedInsideIsNotThere() throws Exception {
    List<String> jars = classPath().stream().map(jar -> jar.getFileName().toString()).toList();
    for (String inside : List.of("slf4j-api", "snakeyaml", "micrometer", "junit", "logback")) {
      assertTrue(jars.stream().noneMatch(jar -> jar.startsWith(inside)), jars.toString());
    }
    assertTrue(jars.stream().anyMatch(jar -> jar.startsWith("datagrid-client-0")), jars.toString());
  }

  private static List<String> ourClasses(Path jar) throws Exception {
    if (!jar.getFileName().toString().startsWith("datagrid-")) {
      return List.of();
    }
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.startsWith("com/datagrid/") && name.endsWith(".class"))
          .filter(name -> !name.contains("/internal/") && !name.endsWith("package-info.class"))
          .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
          .toList();
    }
  }

  /** Whether users can name it; looks at whatever they can name then. */
  private static boolean isPublicAndComplete(Class<?> type) {
    for (Class<?> outer = type; outer != null; outer = outer.getEnclosingClass()) {
      if (!Modifier.isPublic(outer.getModifiers())) {
        return false;
      }
    }
    type.getGenericSuperclass();
    type.getGenericInterfaces();
    for (var method : type.getMethods()) {
      method.toGenericString();
    }
    for (var constructor : type.getConstructors()) {
      constructor.toGenericString();
    }
    for (var field : type.getFields()) {
      field.toGenericString();
    }
    return true;
  }
}
