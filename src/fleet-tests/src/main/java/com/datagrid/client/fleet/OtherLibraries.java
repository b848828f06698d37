package com.datagrid.client.fleet;

import com.datagrid.client.fleet.PermitCaller.Permits;
import io.github.bucket4j.BlockingBucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.redis.jedis.Bucket4jJedis;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.redisson.Redisson;
import org.redisson.api.RPermitExpirableSemaphore;
import org.redisson.api.RRateLimiter;
import org.redisson.api.RateType;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;
import redis.clients.jedis.RedisClient;

/** Limiters on Redis from other libraries, used as their documentation says. */
final class OtherLibraries {

  private static final String NAME = "limit";

  /** Longer than any response takes. */
  private static final Duration LONGEST_RESPONSE = Duration.ofSeconds(5);

  /** The guard of our limiter. */
  private static final Duration GUARD = Duration.ofMillis(20);

  private OtherLibraries() {}

  /** Counts a permit from when it is taken, by the clock of the process. */
  static Permits redissonLimiter(Task task, Duration margin) {
    RedissonClient redisson = redisson(task);
    RRateLimiter limiter = redisson.getRateLimiter(NAME);
    limiter.trySetRate(RateType.OVERALL, task.limit(), task.window().plus(margin));
    return new Permits() {
      @Override
      public Runnable acquire() {
        limiter.acquire();
        return () -> {};
      }

      @Override
      public void close() {
        redisson.shutdown();
      }
    };
  }

  /** Holds a permit until the response, and for a window after it. */
  static Permits redissonSemaphore(Task task) {
    RedissonClient redisson = redisson(task);
    RPermitExpirableSemaphore permits = redisson.getPermitExpirableSemaphore(NAME);
    permits.trySetPermits(task.limit());
    long first = task.window().plus(LONGEST_RESPONSE).toMillis();
    long then = task.window().plus(GUARD).toMillis();
    return new Permits() {
      @Override
      public Runnable acquire() throws InterruptedException {
        String permit = permits.acquire(first, TimeUnit.MILLISECONDS);
        return () -> permits.updateLeaseTime(permit, then, TimeUnit.MILLISECONDS);
      }

      @Override
      public void close() {
        redisson.shutdown();
      }
    };
  }

  /** Refills all tokens at once, once per window. */
  static Permits bucket4j(Task task, Duration margin) {
    RedisClient jedis = RedisClient.create(task.redis());
    BucketConfiguration configuration =
        BucketConfiguration.builder()
            .addLimit(
                limit ->
                    limit
                        .capacity(task.limit())
                        .refillIntervally(task.limit(), task.window().plus(margin)))
            .build();
    BlockingBucket bucket =
        Bucket4jJedis.casBasedBuilder(jedis)
            .expirationAfterWrite(
                ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(
                    Duration.ofSeconds(10)))
            .build()
            .getProxy(NAME.getBytes(StandardCharsets.UTF_8), () -> configuration)
            .asBlocking();
    return new Permits() {
      @Override
      public Runnable acquire() throws InterruptedException {
        bucket.consume(1);
        return () -> {};
      }

      @Override
      public void close() {
        jedis.close();
      }
    };
  }

  private static RedissonClient redisson(Task task) {
    Config config = new Config();
    config
        .useSingleServer()
        .setAddress(task.redis())
        .setConnectionMinimumIdleSize(2)
        .setConnectionPoolSize(16);
    return Redisson.create(config);
  }
}
