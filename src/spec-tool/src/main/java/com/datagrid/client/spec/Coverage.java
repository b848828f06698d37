package com.datagrid.client.spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which operations have a method of their own: those whose generated method a class of the facade
 * named {@code ..Facade} calls.
 */
final class Coverage {

  private Coverage() {}

  static String report(Map<String, Object> document, GeneratorSettings settings, Path facade) {
    String code = code(facade);
    List<Operation> operations = Operation.all(document);
    List<String> others =
        operations.stream()
            .filter(operation -> !isCalled(operation, settings, code))
            .map(operation -> operation.interfaces().get(0) + '.' + settings.method(operation))
            .sorted()
            .toList();
    String line =
        "facade covers "
            + (operations.size() - others.size())
            + " of "
            + operations.size()
            + " operations";
    return others.isEmpty()
        ? line
        : line + "; only through api(..):\n  " + String.join("\n  ", others);
  }

  private static boolean isCalled(Operation operation, GeneratorSettings settings, String code) {
    String call = "\\." + Pattern.quote(settings.method(operation)) + "\\(";
    return operation.interfaces().stream().anyMatch(type -> code.contains("." + type + ";"))
        && Pattern.compile(call).matcher(code).find();
  }

  private static String code(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> file.toString().endsWith("Facade.java"))
          .map(SpecTool::read)
          .collect(Collectors.joining());
    } catch (IOException e) {
      throw new SpecException("Cannot read the facade's sources in " + directory + ": " + e, e);
    }
  }
}
