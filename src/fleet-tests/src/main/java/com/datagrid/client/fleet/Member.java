package com.datagrid.client.fleet;

import com.google.gson.Gson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A process of a fleet, as its parent sees it. */
final class Member implements AutoCloseable {

  private static final Duration LONGEST_START = Duration.ofMinutes(1);

  private final Process process;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private final List<MemberMain.End> ends = new ArrayList<>();

  /** Starts a process; its warnings are appended to that file. */
  Member(Task task, Path log) throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                MemberMain.class.getName(),
                new Gson().toJson(task))
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    Thread reader = new Thread(this::read, "member " + task.process());
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      Gson gson = new Gson();
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.equals("ready")) {
          ready.complete(null);
        } else if (line.equals("done")) {
          done.complete(null);
        } else {
          MemberMain.End end = gson.fromJson(line, MemberMain.End.class);
          synchronized (ends) {
            ends.add(end);
          }
        }
      }
    } catch (IOException e) {
      // it was killed
    }
    IllegalStateException gone = new IllegalStateException("the process has ended");
    ready.completeExceptionally(gone);
    done.completeExceptionally(gone);
  }

  void awaitReady() throws Exception {
    ready.get(LONGEST_START.toSeconds(), TimeUnit.SECONDS);
  }

  /** Lets it make its calls. */
  void go() throws IOException {
    OutputStream in = process.getOutputStream();
    in.write('\n');
    in.flush();
  }

  /** Completes when all calls have ended; fails if the process ends before. */
  CompletableFuture<Void> done() {
    return done;
  }

  /** The outcomes of the calls that have ended so far. */
  List<MemberMain.End> ends() {
    synchronized (ends) {
      return List.copyOf(ends);
    }
  }

  Process process() {
    return process;
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
