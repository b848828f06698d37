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
    List<Member> members = new ArrayList<>();
    try (RedisServer redis = RedisServer.start(dir.resolve("redis"));
        Service service = Service.start(setup.limit(), setup.window())) {
      redis.ask("CONFIG", "RESETSTAT");
      members.addAll(members(setup, contender, service, redis, dir));
      RedisStats.Memory memory = watch(redis, setup, members);
      return new Result(
          setup,
          contender,
          members.size(),
          service.arrivals(),
          members.stream().flatMap(each -> each.ends().stream()).toList(),
          RedisStats.of(redis),
          memory);
    } finally {
      members.forEach(Member::close);
    }
  }

  /** Starts the processes, and lets them begin together. */
  static List<Member> members(
      Setup setup, Contender contender, Service service, RedisServer redis, Path dir)
      throws Exception {
    int processes = contender == Contender.ONE_PROCESS ? 1 : setup.processes();
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < processes; i++) {
      Task task = task(setup, contender, i, processes, service, redis);
      members.add(new Member(task, dir.resolve("process-" + i + ".log")));
    }
    for (Member each : members) {
      each.awaitReady();
    }
    for (Member each : members) {
      each.go();
    }
    return members;
  }

  /** Until all calls ended; returns the most that was seen in Redis. */
  private static RedisStats.Memory watch(RedisServer redis, Setup setup, List<Member> members)
      throws Exception {
    CompletableFuture<Void> all =
        CompletableFuture.allOf(
            members.stream().map(Member::done).toArray(CompletableFuture[]::new));
    long end = System.nanoTime() + (long) ((setup.idealSeconds() * 3 + 120) * 1e9);
    RedisStats.Memory most = RedisStats.memory(redis);
    while (true) {
      RedisStats.Memory memory = RedisStats.memory(redis);
      most = memory.bytes() > most.bytes() ? memory : most;
      try {
        all.get(setup.window().toMillis() / 4, TimeUnit.MILLISECONDS);
        return most;
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
}
