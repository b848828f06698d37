package com.datagrid.client.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;

/**
 * What is found by reflection alone, for tools that drop or rename the rest: GraalVM's metadata and
 * rules for R8 and ProGuard, made from compiled models and interfaces.
 */
final class Reachability {

  private static final String GRAALVM = "META-INF/native-image/com.datagrid/%s/";
  private static final String RULES = "META-INF/proguard/%s.pro";

  /** What Gson, Retrofit and the client read of a class beside its members. */
  private static final String ATTRIBUTES =
      """
      -keepattributes Signature,InnerClasses,EnclosingMethod,AnnotationDefault,RuntimeVisible*Annotations
      """;

  private final Path classes;
  private final String artifact;
  private final List<String> models = new ArrayList<>();
  private final List<String> choices = new ArrayList<>();
  private final List<String> interfaces = new ArrayList<>();

  /** Annotations, and the enums in them, whose own methods the JDK calls to read one. */
  private final List<String> annotations = new ArrayList<>();

  /**
   * Of one module.
   *
   * @param classes the folder with the classes, which also gets the files
   */
  Reachability(Path classes, String artifact) {
    this.classes = classes;
    this.artifact = artifact;
  }

  void write() {
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.sorted().toList()) {
        if (file.toString().endsWith(".class")) {
          add(new ClassReader(Files.readAllBytes(file)));
        }
      }
      put(GRAALVM.formatted(artifact) + "reflect-config.json", json(reflection()));
      put(GRAALVM.formatted(artifact) + "proxy-config.json", json(proxies()));
      put(RULES.formatted(artifact), rules());
    } catch (IOException e) {
      throw new SpecException("Cannot write what is reachable in " + classes + ": " + e, e);
    }
  }

  private void add(ClassReader type) {
    String name = type.getClassName().replace('/', '.');
    boolean isInterface = (type.getAccess() & Opcodes.ACC_INTERFACE) != 0;
    if (name.endsWith(".package-info")) {
      return;
    }
    if (name.startsWith("com.datagrid.client.api.") && isInterface) {
      interfaces.add(name);
    } else if (name.startsWith("com.datagrid.client.model.")) {
      (isInterface ? choices : models).add(name);
    } else if (name.startsWith("com.datagrid.client.generated.")) {
      annotations.add(name);
    }
  }

  private List<Map<String, Object>> reflection() {
    List<Map<String, Object>> entries = new ArrayList<>();
    for (String name : models) {
      Map<String, Object> entry = entry(name);
      entry.put("allDeclaredConstructors", true);
      entry.put("allDeclaredFields", true);
      entry.put("allPublicMethods", true);
      entries.add(entry);
    }
    choices.forEach(name -> entries.add(entry(name)));
    for (String name : interfaces) {
      Map<String, Object> entry = entry(name);
      entry.put("allDeclaredMethods", true);
      entries.add(entry);
    }
    return entries;
  }

  private static Map<String, Object> entry(String name) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", name);
    return entry;
  }

  private List<List<String>> proxies() {
    return interfaces.stream().map(List::of).toList();
  }

  private String rules() {
    StringBuilder rules = new StringBuilder(ATTRIBUTES);
    for (String name : models) {
      rules.append(
          "-keep class %s { <init>(...); <fields>; public *** getValue(); }\n".formatted(name));
    }
    choices.forEach(name -> rules.append("-keep interface %s\n".formatted(name)));
    interfaces.forEach(name -> rules.append("-keep interface %s { *; }\n".formatted(name)));
    annotations.forEach(name -> rules.append("-keep class %s { *; }\n".formatted(name)));
    return rules.toString();
  }

  private static String json(Object value) throws JsonProcessingException {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentArraysWith(indenter);
    printer.indentObjectsWith(indenter);
    return new ObjectMapper().writer(printer).writeValueAsString(value) + "\n";
  }

  private void put(String name, String text) throws IOException {
    Path file = classes.resolve(name);
    Path folder = file.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.writeString(file, text);
  }
}
