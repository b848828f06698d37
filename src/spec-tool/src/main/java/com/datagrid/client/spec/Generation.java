package com.datagrid.client.spec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The way from a document to Java: normalizes and generates, but only if the document, a template
 * or this tool changed since the last time, or if what it left then was touched.
 */
final class Generation {

  private final Path document;
  private final Path templates;
  private final Path normalized;
  private final Path output;

  /**
   * Of one document.
   *
   * @param normalized the file that is to hold what the generator reads
   * @param output the directory that is to hold {@code java}, and nothing else
   */
  Generation(Path document, Path templates, Path normalized, Path output) {
    this.document = document;
    this.templates = templates;
    this.normalized = normalized;
    this.output = output;
  }

  /** Whether anything was to do. */
  boolean run() {
    String text = SpecTool.read(document);
    Pins pins = Pins.beside(document);
    Path stamp = output.resolveSibling(output.getFileName() + ".sha256");
    try {
      String inputs = hash(text + pins, List.of(templates, tool()));
      if (Files.exists(stamp) && Files.readString(stamp).equals(inputs + outputs())) {
        return false;
      }
      delete(output);
      Files.createDirectories(output);
      String result =
          Normalizer.normalize(Yaml.load(document.toString(), text), pins.names()).text();
      Files.writeString(normalized, result);
      Generator.generate(result, templates, output);
      Files.writeString(stamp, inputs + outputs());
      return true;
    } catch (IOException e) {
      throw new SpecException("Cannot generate " + output + ": " + e, e);
    }
  }

  private String outputs() throws IOException {
    return hash("", Stream.of(normalized, output).filter(Files::exists).toList());
  }

  /** The classes of this tool, with the generator's settings among them. */
  private static Path tool() {
    try {
      return Path.of(Generation.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hash(String text, List<Path> roots) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(text.getBytes(UTF_8));
      for (Path root : roots) {
        for (Path file : files(root)) {
          digest.update(root.relativize(file).toString().getBytes(UTF_8));
          digest.update(Files.readAllBytes(file));
        }
      }
      return HexFormat.of().formatHex(digest.digest()) + '\n';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
