package com.datagrid.client.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The projects in {@code src/consumer}, whose build writes what each resolves. */
final class Consumers {

  private Consumers() {}

  /** The class path of a project below {@code src/consumer}; of that itself if empty. */
  static String classPath(String project) throws IOException {
    Path file =
        JavaBlock.root().resolve("src/consumer").resolve(project).resolve("target/class-path.txt");
    assertThat(file).as("run Maven for the whole project").exists();
    return Files.readString(file).strip();
  }
}
