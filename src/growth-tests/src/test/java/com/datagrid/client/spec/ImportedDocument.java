package com.datagrid.client.spec;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.datagrid.client.stubs.DatagridStubServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** A document that was imported into this project's own, generated and compiled. */
public final class ImportedDocument implements AutoCloseable {

  private static final Path OWN = Path.of("../../openapi/datagrid.yaml");
  private static final Path TEMPLATES = Path.of("../../generated/src/main/templates");
  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();
  private static final StandardJavaFileManager FILES =
      COMPILER.getStandardFileManager(null, null, null);

  private final Map<String, Object> published;
  private final List<String> report;
  private final Loader loader;

  private ImportedDocument(Map<String, Object> published, List<String> report, Loader loader) {
    this.published = published;
    this.report = report;
    this.loader = loader;
  }

  /**
   * Imports a document.
   *
   * @param root a directory that is empty
   */
  public static ImportedDocument of(Path root, Path document) throws IOException {
    Files.createDirectories(root.resolve("openapi"));
    Files.createDirectories(root.resolve("facade/src/main/java"));
    Path target = root.resolve("openapi/datagrid.yaml");
    Files.copy(OWN, target);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SpecTool.run(new PrintStream(out, true, UTF_8), "import", root.toString(), document.toString());
    Path sources = root.resolve("sources");
    SpecTool.run(
        System.out,
        "generate",
        target.toString(),
        TEMPLATES.toString(),
        root.resolve("openapi.yaml").toString(),
        sources.toString());
    Path classes = root.resolve("classes");
    compile(sources, classes);
    Path resource = classes.resolve("META-INF/datagrid/openapi.yaml");
    Files.createDirectories(resource.resolveSibling("."));
    Files.copy(target, resource);
    return new ImportedDocument(
        Yaml.load(target.toString(), Files.readString(target)),
        out.toString(UTF_8).lines().toList(),
        new Loader(classes));
  }

  private static void compile(Path sources, Path classes) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(sources)) {
      files = all.filter(file -> file.toString().endsWith(".java")).toList();
    }
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(messages, true, UTF_8);
    List<String> options =
        List.of(
            "-proc:none",
            "-parameters",
            "-nowarn",
            "-implicit:none",
            "-d",
            classes.toString(),
            "-cp",
            System.getProperty("java.class.path"));
    Files.createDirectories(classes);
    boolean compiles =
        COMPILER
            .getTask(
                new java.io.OutputStreamWriter(out, UTF_8),
                FILES,
                null,
                options,
                null,
                FILES.getJavaFileObjectsFromPaths(files))
            .call();
    if (!compiles) {
      throw new AssertionError("does not compile: " + messages.toString(UTF_8));
    }
  }

  /** An operation and what the document says of it. */
  public record Endpoint(
      String id,
      String method,
      String path,
      List<Map<String, Object>> parameters,
      Map<String, Object> data) {}

  /** Those of the document with the imported one. */
  public List<Endpoint> endpoints() {
    List<Endpoint> endpoints = new ArrayList<>();
    for (Operation operation : Operation.all(published)) {
      List<Map<String, Object>> parameters = new ArrayList<>();
      Set<String> names = new HashSet<>();
      Stream.of(operation.data(), operation.item())
          .flatMap(data -> Yaml.list(data.get("parameters")).stream())
          .map(parameter -> Refs.resolve(published, parameter))
          .filter(parameter -> names.add(parameter.get("in") + " " + parameter.get("name")))
          .forEach(parameters::add);
      endpoints.add(
          new Endpoint(
              operation.id(), operation.method(), operation.path(), parameters, operation.data()));
    }
    return endpoints;
  }

  /** What a reference refers to, or the mapping itself. */
  public Map<String, Object> resolve(@Nullable Object data) {
    return Refs.resolve(published, data);
  }

  /** The lines of the import's report that begin so. */
  public List<String> unsupported() {
    return report.stream().filter(line -> line.startsWith("unsupported:")).toList();
  }

  /** The generated interfaces. */
  public List<Class<?>> apis() throws Exception {
    List<Class<?>> apis = new ArrayList<>();
    try (Stream<Path> files = Files.list(loader.classes.resolve("com/datagrid/client/api"))) {
      for (Path file : files.sorted().toList()) {
        String name = String.valueOf(file.getFileName()).replace(".class", "");
        apis.add(Class.forName("com.datagrid.client.api." + name, true, loader));
      }
    }
    return apis;
  }

  /** A class as the document's users see it. */
  public Class<?> load(Class<?> type) throws ClassNotFoundException {
    return Class.forName(type.getName(), true, loader);
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }

  /** Sees what was compiled, and stubs of its document, in place of what this module has. */
  private static final class Loader extends URLClassLoader {
    private final Path classes;

    Loader(Path classes) throws IOException {
      super(
          new URL[] {
            classes.toUri().toURL(),
            DatagridStubServer.class.getProtectionDomain().getCodeSource().getLocation()
          },
          ImportedDocument.class.getClassLoader());
      this.classes = classes;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        if (name.matches("com\\.datagrid\\.client\\.(api|model|stubs)\\..*")) {
          Class<?> loaded = findLoadedClass(name);
          return loaded == null ? findClass(name) : loaded;
        }
        return super.loadClass(name, resolve);
      }
    }

    @Override
    public @Nullable URL getResource(String name) {
      URL own = findResource(name);
      return own == null ? super.getResource(name) : own;
    }

    @Override
    public java.util.Enumeration<URL> getResources(String name) throws IOException {
      return findResource(name) == null
          ? super.getResources(name)
          : Collections.enumeration(List.of(findResource(name)));
    }
  }
}
