package com.datagrid.client.fleet;

import java.time.Duration;

/** A way for processes to share a limit. */
enum Contender {
  ONE_PROCESS("one process with all calls") {
    @Override
    Caller open(Task task) {
      return DatagridCaller.alone(DatagridCaller.settings(task));
    }
  },
  FLEET("**shared window**") {
    @Override
    Caller open(Task task) {
      return DatagridCaller.inFleet(task);
    }
  },
  SHARE("`rateLimitShare(1.0 / n)`") {
    @Override
    Caller open(Task task) {
      return DatagridCaller.alone(
          DatagridCaller.settings(task)
              .rateLimitShare(1.0 / task.processes())
              .useRemainingHeader(false));
    }
  },
  REMAINING("remaining-header (the default)") {
    @Override
    Caller open(Task task) {
      return ONE_PROCESS.open(task);
    }
  },
  REDISSON_LIMITER("Redisson `RRateLimiter`, W") {
    @Override
    Caller open(Task task) {
      return new PermitCaller(task.baseUrl(), OtherLibraries.redissonLimiter(task, Duration.ZERO));
    }
  },
  REDISSON_LIMITER_LONGER("Redisson `RRateLimiter`, W + 100 ms") {
    @Override
    Caller open(Task task) {
      return new PermitCaller(task.baseUrl(), OtherLibraries.redissonLimiter(task, MARGIN));
    }
  },
  REDISSON_SEMAPHORE("Redisson `RPermitExpirableSemaphore`") {
    @Override
    Caller open(Task task) {
      return new PermitCaller(task.baseUrl(), OtherLibraries.redissonSemaphore(task));
    }
  },
  BUCKET4J("Bucket4j on Jedis, W") {
    @Override
    Caller open(Task task) {
      return new PermitCaller(task.baseUrl(), OtherLibraries.bucket4j(task, Duration.ZERO));
    }
  },
  BUCKET4J_LONGER("Bucket4j on Jedis, W + 100 ms") {
    @Override
    Caller open(Task task) {
      return new PermitCaller(task.baseUrl(), OtherLibraries.bucket4j(task, MARGIN));
    }
  };

  private static final Duration MARGIN = Duration.ofMillis(100);

  private final String title;

  Contender(String title) {
    this.title = title;
  }

  /** Its title in the table. */
  String title() {
    return title;
  }

  /** Opens a caller in a process of the fleet. */
  abstract Caller open(Task task);
}
