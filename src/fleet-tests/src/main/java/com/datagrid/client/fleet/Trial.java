package com.datagrid.client.fleet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs one {@link Setup} with one {@link Contender}: a Redis, a service, and processes. */
final class Trial {

  private Trial() {}

  static Result run(Setup setup, Contender contender, Path dir) throws Exception {
    Files.createDirectories(dir);
    int processes = contender == Contender.ONE_PROCESS ? 1 : setup.processes();
    List<Member> members = new ArrayList<>();
    try (RedisServer redis = RedisServer.start(dir.resolve("redis"));
        Service service = Service.start(setup.limit(), setup.window())) {
      for (int i = 0; i < processes; i++) {
        members.add(new Member(task(setup, contender, i, processes, service, redis), log(dir, i)));
      }
      for (Member each : members) {
        each.awaitReady();
      }
      redis.ask("CONFIG", "RESETSTAT");
      for (Member each : members) {
        each.go();
      }
      long bytes = watch(redis, setup, members);
      return new Result(
          setup,
          contender,
          processes,
          service.arrivals(),
          members.stream().flatMap(each -> each.ends().stream()).toList(),
          RedisStats.of(redis),
          bytes);
    } finally {
      members.forEach(Member::close);
    }
  }

  /** Until all calls ended; returns the most bytes that were seen in Redis. */
  private static long watch(RedisServer redis, Setup setup, List<Member> members) throws Exception {
    CompletableFuture<Void> all =
        CompletableFuture.allOf(
            members.stream().map(Member::done).toArray(CompletableFuture[]::new));
    long end = System.nanoTime() + (long) ((setup.idealSeconds() * 3 + 120) * 1e9);
    long bytes = 0;
    while (true) {
      bytes = Math.max(bytes, RedisStats.bytes(redis));
      try {
        all.get(setup.window().toMillis() / 4, TimeUnit.MILLISECONDS);
        return bytes;
      } catch (TimeoutException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
      }
    }
  }

  private static Task task(
      Setup setup,
      Contender contender,
      int process,
      int processes,
      Service service,
      RedisServer redis) {
    int streams = setup.processes() / processes;
    return new Task(
        process,
        processes,
        contender.name(),
        service.baseUrl(),
        redis.uri(),
        setup.limit(),
        setup.window().toMillis(),
        setup.calls() / setup.processes(),
        streams,
        setup.perSecond() / setup.processes());
  }

  private static Path log(Path dir, int process) {
    return dir.resolve("process-" + process + ".log");
  }
}
