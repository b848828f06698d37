package com.datagrid.client.fleet;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import redis.clients.jedis.Jedis;

/**
 * What a Redis did.
 *
 * @param scripts how many ran
 * @param micros how long they took, as Redis counts: waits for a core among it
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

  double microsPerScript() {
    return (double) micros / scripts;
  }

  private static long number(String line, String name) {
    return Arrays.stream(line.substring(line.indexOf(':') + 1).split(",", -1))
        .filter(part -> part.startsWith(name + "="))
        .mapToLong(part -> Long.parseLong(part.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  /** What all keys take together, now. */
  static Memory memory(RedisServer redis) {
    try (Jedis jedis = redis.connect()) {
      long bytes = 0;
      long slots = 0;
      for (String key : jedis.keys("*")) {
        bytes += Objects.requireNonNullElse(jedis.memoryUsage(key, 0), 0L); // it may have expired
        slots += key.endsWith(":slots") ? jedis.zcard(key) : 0;
      }
      return new Memory(bytes, slots);
    }
  }

  /**
   * What a Redis has in memory.
   *
   * @param bytes of all keys
   * @param slots of the shared window, in use or booked ahead; 0 if something else has the keys
   */
  record Memory(long bytes, long slots) {}
}
