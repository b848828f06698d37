package com.datagrid.client.comparison;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** An SDK of the vendor's, called by a script in its own language. */
final class Sdk implements Contender {

  /** The versions that the figures in the docs are of. */
  private static final String PYTHON_SDK = "datagrid_ai==0.16.0";

  private static final String TYPESCRIPT_SDK = "datagrid-ai@0.17.2";

  private final String name;
  private final List<String> interpreters;
  private final List<String> check;
  private final List<List<String>> installations;
  private final Path script;
  private final Map<String, String> environment;
  private String interpreter = "";

  private Sdk(
      String name,
      List<String> interpreters,
      List<String> check,
      List<List<String>> installations,
      Path script,
      Map<String, String> environment) {
    this.name = name;
    this.interpreters = interpreters;
    this.check = check;
    this.installations = installations;
    this.script = script;
    this.environment = environment;
  }

  /**
   * For Python.
   *
   * @param python the interpreter; if that has not the SDK, it is installed into an environment of
   *     its own
   */
  static Sdk python(String python, Path scripts, Path folder) {
    String own = folder.resolve("python/bin/python").toString();
    return new Sdk(
        "python",
        List.of(python, own),
        List.of("-c", "import datagrid_ai"),
        List.of(
            List.of(python, "-m", "venv", folder.resolve("python").toString()),
            List.of(own, "-m", "pip", "install", "--quiet", PYTHON_SDK)),
        scripts.resolve("rename.py"),
        Map.of());
  }

  /** For TypeScript: installed into a folder of its own. */
  static Sdk typescript(String node, Path scripts, Path folder) {
    Path packages = folder.resolve("node");
    return new Sdk(
        "typescript",
        List.of(node),
        List.of("-e", "require('datagrid-ai')"),
        List.of(
            List.of("npm", "install", "--silent", "--prefix", packages.toString(), TYPESCRIPT_SDK)),
        scripts.resolve("rename.cjs"),
        Map.of("NODE_PATH", packages.resolve("node_modules").toString()));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Optional<String> prepare() throws IOException, InterruptedException {
    if (isThere()) {
      return Optional.empty();
    }
    for (List<String> installation : installations) {
      Output output = run(installation);
      if (output.exit != 0) {
        return Optional.of(String.join(" ", installation) + " failed: " + output.lastLine());
      }
    }
    return isThere()
        ? Optional.empty()
        : Optional.of(
            String.join(" ", installations.get(installations.size() - 1)) + " has not helped");
  }

  private boolean isThere() throws IOException, InterruptedException {
    for (String candidate : interpreters) {
      if (run(command(candidate, check)).exit == 0) {
        interpreter = candidate;
        return true;
      }
    }
    return false;
  }

  @Override
  public Result rename(String baseUrl, int calls, int workers)
      throws IOException, InterruptedException {
    List<String> arguments =
        List.of(script.toString(), baseUrl, String.valueOf(calls), String.valueOf(workers));
    Output output = run(command(interpreter, arguments));
    if (output.exit != 0 || output.lines.size() < 2) {
      throw new IOException(script + " failed: " + String.join("\n", output.lines));
    }
    List<String> lines = output.lines.subList(output.lines.size() - 2, output.lines.size());
    return new Result(Integer.parseInt(lines.get(0)), lines.get(1));
  }

  private static List<String> command(String program, List<String> arguments) {
    return Stream.concat(Stream.of(program), arguments.stream()).toList();
  }

  private record Output(int exit, List<String> lines) {
    String lastLine() {
      return lines.isEmpty() ? "exit " + exit : lines.get(lines.size() - 1);
    }
  }

  private Output run(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) { // there is no such program
      return new Output(-1, List.of(String.valueOf(e.getMessage())));
    }
    try (var output = process.inputReader()) {
      return new Output(process.waitFor(), new ArrayList<>(output.lines().toList()));
    } finally {
      process.destroyForcibly();
    }
  }
}
