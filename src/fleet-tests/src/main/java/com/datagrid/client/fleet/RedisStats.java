package com.datagrid.client.fleet;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import redis.clients.jedis.Jedis;

/**
 * What a Redis did.
 *
 * @param scripts how many ran
 * @param micros their CPU time
 */
record RedisStats(long scripts, long micros) {

  private static final List<String> SCRIPTS =
      List.of("cmdstat_eval:", "cmdstat_evalsha:", "cmdstat_fcall:");

  static RedisStats of(RedisServer redis) {
    long scripts = 0;
    long micros = 0;
    for (String line : redis.ask("INFO", "commandstats").lines().toList()) {
      if (SCRIPTS.stream().anyMatch(line::startsWith)) {
        scripts += number(line, "calls");
        micros += number(line, "usec");
      }
    }
    return new RedisStats(scripts, micros);
  }

  private static long number(String line, String name) {
    return Arrays.stream(line.substring(line.indexOf(':') + 1).split(",", -1))
        .filter(part -> part.startsWith(name + "="))
        .mapToLong(part -> Long.parseLong(part.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  /** What all keys take together. */
  static long bytes(RedisServer redis) {
    try (Jedis jedis = redis.connect()) {
      return jedis.keys("*").stream()
          .mapToLong(key -> Objects.requireNonNullElse(jedis.memoryUsage(key, 0), 0L)) // expired
          .sum();
    }
  }
}
