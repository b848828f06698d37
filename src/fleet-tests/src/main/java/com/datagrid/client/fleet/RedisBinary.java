package com.datagrid.client.fleet;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/**
 * The first {@code redis-server} that runs on this machine: the one that {@code -Dredis.server}
 * names, that of embedded-redis, or one on the {@code PATH}.
 *
 * @param path null if none runs
 * @param description its version, or why there is none
 */
record RedisBinary(@Nullable String path, String description) {

  private static final RedisBinary FOUND = find();

  static RedisBinary get() {
    return FOUND;
  }

  private static RedisBinary find() {
    List<String> reasons = new ArrayList<>();
    String named = System.getProperty("redis.server", "");
    for (String each : named.isEmpty() ? List.of("", "redis-server") : List.of(named)) {
      try {
        String path = each.isEmpty() ? embedded() : each;
        Process process = new ProcessBuilder(path, "--version").redirectErrorStream(true).start();
        String output =
            new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0) {
          return new RedisBinary(path, output);
        }
        reasons.add(path + ": " + output);
      } catch (IOException | RuntimeException e) {
        reasons.add(e.toString());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        reasons.add(e.toString());
      }
    }
    return new RedisBinary(null, "no redis-server runs here: " + String.join("; ", reasons));
  }

  private static String embedded() throws IOException {
    File unpacked = ExecutableProvider.newJarResourceProvider().get();
    unpacked.deleteOnExit();
    return unpacked.getPath();
  }
}
