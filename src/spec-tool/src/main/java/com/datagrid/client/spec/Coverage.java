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
 *
 * @param operations how many there are
 * @param others the names of those without
 */
record Coverage(int operations, List<String> others) {

  static Coverage of(Map<String, Object> normalized, Path facade) {
    String code = code(facade);
    List<Method> methods = Method.ofOperations(normalized);
    return new Coverage(
        methods.size(),
        methods.stream()
            .filter(method -> !isCalled(method, code))
            .map(Method::qualifiedName)
            .sorted()
            .toList());
  }

  int covered() {
    return operations - others.size();
  }

  String report() {
    String line = "facade covers " + covered() + " of " + operations + " operations";
    return others.isEmpty()
        ? line
        : line + "; only through api(..):\n  " + String.join("\n  ", others);
  }

  private static boolean isCalled(Method method, String code) {
    String call = "\\." + Pattern.quote(method.name()) + "\\(";
    return method.names().stream()
            .anyMatch(name -> code.contains("." + name.substring(0, name.indexOf('.')) + ";"))
        && Pattern.compile(call).matcher(code).find();
  }

  private static String code(Path directory) {
    if (!Files.exists(directory)) {
      return ""; // a document by itself
    }
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
