package com.datagrid.client.fleet;

import com.google.gson.Gson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One process of a fleet. It prints {@code ready}, waits for a line on its standard input, makes
 * its calls, prints the outcome of each, and then {@code done}. It exits when its standard input
 * ends, so it does not outlive its parent.
 */
final class MemberMain {

  private MemberMain() {}

  /** Takes a {@link Task} as JSON. */
  public static void main(String[] args) throws Exception {
    Task task = new Gson().fromJson(args[0], Task.class);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Caller caller = Contender.valueOf(task.how()).open(task)) {
      say("ready");
      if (in.readLine() == null) {
        return;
      }
      exitWith(in);
      List<CompletableFuture<?>> calls = new ArrayList<>();
      long start = System.nanoTime();
      double[] times = task.times();
      for (int i = 0; i < times.length; i++) {
        TimeUnit.NANOSECONDS.sleep(start + (long) (times[i] * 1e9) - System.nanoTime());
        calls.add(reported(caller, task.connection(i)));
      }
      CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).join();
    }
    say("done");
  }

  private static CompletableFuture<?> reported(Caller caller, String connection) {
    long begun = System.nanoTime();
    return caller
        .call(connection)
        .handle(
            (result, failure) -> {
              say(new Gson().toJson(new End(connection, begun, System.nanoTime(), text(failure))));
              return connection;
            });
  }

  private static String text(@Nullable Throwable failure) {
    return failure == null ? "" : failure.toString();
  }

  private static void exitWith(BufferedReader in) {
    Thread watch =
        new Thread(
            () -> {
              try {
                while (in.readLine() != null) {
                  // ignored
                }
              } catch (IOException e) {
                // the same as its end
              }
              Runtime.getRuntime().halt(0);
            });
    watch.setDaemon(true);
    watch.start();
  }

  private static void say(String line) {
    PrintStream out = System.out;
    synchronized (out) {
      out.println(line);
      out.flush();
    }
  }

  /**
   * How a call ended.
   *
   * @param begun a {@link System#nanoTime()}, which all processes of a machine share
   * @param failure empty if it did not fail
   */
  record End(String connection, long begun, long ended, String failure) {}
}
