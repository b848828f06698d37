package com.datagrid.client.spec;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import kotlin.Unit;
import okhttp3.RequestBody;
import org.jspecify.annotations.NonNull;
import retrofit2.Retrofit;

/** What is generated from a project's document, with the settings and templates of the build. */
final class GeneratedCode {

  private static final Path MODULE = Path.of("../../generated/src/main");
  private static final String MODELS = "java/com/datagrid/client/model";

  private final Path output;

  private GeneratedCode(Path output) {
    this.output = output;
  }

  static GeneratedCode of(Project project) throws IOException {
    Path output = Files.createTempDirectory(project.root(), "generated").resolve("sources");
    new Generation(
            project.root().resolve("openapi/datagrid.yaml"),
            MODULE.resolve("templates"),
            output.resolveSibling("openapi.yaml"),
            output)
        .run();
    return new GeneratedCode(output);
  }

  /** Files of models. */
  List<String> models() throws IOException {
    try (Stream<Path> files = Files.list(output.resolve(MODELS))) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  /** Without the comment at its head, which has the title of the document. */
  String source(String model) throws IOException {
    String source = Files.readString(output.resolve(MODELS).resolve(model));
    return source.substring(source.indexOf("package "));
  }

  /** Errors and warnings. */
  String compilerMessages() throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-proc:none",
                "-Xlint:all,-processing,-deprecation",
                "-XDsuppressNotes",
                "-d",
                output.resolveSibling("classes").toString(),
                "-cp",
                classPath()));
    arguments.addAll(sources(output));
    arguments.addAll(sources(MODULE.resolve("java/com")));
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    ToolProvider.getSystemJavaCompiler()
        .run(null, messages, messages, arguments.toArray(String[]::new));
    return messages.toString(UTF_8);
  }

  private static String classPath() {
    return Stream.of(Gson.class, NonNull.class, RequestBody.class, Retrofit.class, Unit.class)
        .map(GeneratedCode::location)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> sources(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.map(Path::toString).filter(file -> file.endsWith(".java")).toList();
    }
  }
}
