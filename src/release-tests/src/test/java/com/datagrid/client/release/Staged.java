package com.datagrid.client.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** One artifact in the staging repository. */
record Staged(String artifactId) {

  static final String VERSION = System.getProperty("version", "");
  private static final Path GROUP =
      Path.of(System.getProperty("staging", ""), "com", "datagrid").toAbsolutePath();

  /** All that are there. */
  static Stream<Staged> all() {
    try (Stream<Path> folders = Files.list(GROUP)) {
      return folders
          .map(folder -> new Staged(folder.getFileName().toString()))
          .sorted((a, b) -> a.artifactId.compareTo(b.artifactId))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<Staged> jars() {
    return all().filter(Staged::hasJar);
  }

  boolean hasJar() {
    return Files.exists(file(".jar"));
  }

  Path folder() {
    return GROUP.resolve(artifactId).resolve(VERSION);
  }

  /** A file of it, by what follows the version in its name. */
  Path file(String suffix) {
    return folder().resolve(artifactId + '-' + VERSION + suffix);
  }

  List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files.toList();
    }
  }

  List<String> entries(String suffix) throws IOException {
    try (JarFile jar = new JarFile(file(suffix).toFile())) {
      return jar.stream().filter(e -> !e.isDirectory()).map(e -> e.getName()).toList();
    }
  }

  byte[] entry(String suffix, String name) throws IOException {
    try (JarFile jar = new JarFile(file(suffix).toFile())) {
      return jar.getInputStream(jar.getJarEntry(name)).readAllBytes();
    }
  }

  Element pom() throws Exception {
    Document document =
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(file(".pom").toFile());
    return document.getDocumentElement();
  }

  /**
   * The dependencies of a scope, or with an empty one all, as {@code groupId:artifactId}; without
   * the optional ones, which users do not get.
   */
  List<String> dependencies(String scope) throws Exception {
    return dependencies()
        .filter(dependency -> !isOptional(dependency))
        .filter(dependency -> scope.isEmpty() || scope.equals(text(dependency, "scope")))
        .map(Staged::name)
        .toList();
  }

  List<String> optionalDependencies() throws Exception {
    return dependencies().filter(Staged::isOptional).map(Staged::name).toList();
  }

  private Stream<Element> dependencies() throws Exception {
    return children(pom(), "dependencies").stream()
        .flatMap(dependencies -> children(dependencies, "dependency").stream());
  }

  private static boolean isOptional(Element dependency) {
    return text(dependency, "optional").equals("true");
  }

  private static String name(Element dependency) {
    return text(dependency, "groupId") + ':' + text(dependency, "artifactId");
  }

  static List<Element> children(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    NodeList nodes = parent.getChildNodes();
    for (int i = 0; i < nodes.getLength(); i++) {
      Node node = nodes.item(i);
      if (node instanceof Element element && element.getTagName().equals(name)) {
        found.add(element);
      }
    }
    return found;
  }

  /** The text of a child; empty if there is no such child. */
  static String text(Element parent, String name) {
    List<Element> found = children(parent, name);
    return found.isEmpty() ? "" : found.get(0).getTextContent().strip();
  }

  @Override
  public String toString() {
    return artifactId;
  }
}
