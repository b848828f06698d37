package com.datagrid.client.examples;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** The JDK's compiler. */
final class Compiler {

  private final String classPath;
  private final Path output;

  Compiler(String classPath, Path output) {
    this.classPath = classPath;
    this.output = output;
  }

  /** Compiles one class; gives the errors, none if it compiles. */
  List<String> compile(String className, String source) {
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    List<String> options = List.of("-proc:none", "-classpath", classPath, "-d", output.toString());
    boolean compiled =
        javac
            .getTask(null, null, diagnostics, options, null, List.of(new Source(className, source)))
            .call();
    List<String> errors = new ArrayList<>();
    for (Diagnostic<?> each : diagnostics.getDiagnostics()) {
      if (each.getKind() == Diagnostic.Kind.ERROR) {
        errors.add(each.getMessage(Locale.ROOT));
      }
    }
    if (!compiled && errors.isEmpty()) {
      errors.add("it does not compile");
    }
    return errors;
  }

  private static final class Source extends SimpleJavaFileObject {

    private final String text;

    Source(String className, String text) {
      super(URI.create("string:///" + className + Kind.SOURCE.extension), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
