package com.datagrid.client.fleet;

import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;

/** What happens to Redis in the middle of a batch. */
enum RedisFault {
  KILLED_AND_BACK_EMPTY(true) {
    @Override
    void happen(RedisServer redis) throws Exception {
      redis.kill();
      pause();
      redis.restart();
    }
  },
  KILLED_AND_BACK_WITH_ITS_DATA(false, "--appendonly yes") {
    @Override
    void happen(RedisServer redis) throws Exception {
      KILLED_AND_BACK_EMPTY.happen(redis);
    }
  },
  KILLED_FOR_GOOD(false) {
    @Override
    void happen(RedisServer redis) {
      redis.kill();
    }
  },
  STOPPED_FOR_1_SECOND(false) {
    @Override
    void happen(RedisServer redis) throws Exception {
      stop(redis, 1);
    }
  },
  STOPPED_FOR_8_SECONDS(false) {
    @Override
    void happen(RedisServer redis) throws Exception {
      stop(redis, 8);
    }
  },
  FLUSHALL(true) {
    @Override
    void happen(RedisServer redis) {
      redis.ask("FLUSHALL");
    }
  },
  SCRIPT_FLUSH(true) {
    @Override
    void happen(RedisServer redis) {
      redis.ask("SCRIPT", "FLUSH");
    }
  },
  /** All of them, one after the other. */
  A_KEY_DELETED(false) {
    @Override
    void happen(RedisServer redis) throws Exception {
      for (String key : redis.keys()) {
        redis.ask("DEL", key);
        pause();
      }
    }
  },
  CONNECTIONS_CLOSED(false) {
    @Override
    void happen(RedisServer redis) {
      redis.ask("CLIENT", "KILL", "TYPE", "normal");
    }
  },
  /** Its master, where there is no one, takes the writes. */
  READ_ONLY(false) {
    @Override
    void happen(RedisServer redis) throws Exception {
      redis.ask("REPLICAOF", "127.0.0.1", "1");
      pause();
      redis.ask("REPLICAOF", "NO", "ONE");
    }
  },
  OUT_OF_MEMORY(true) {
    @Override
    void happen(RedisServer redis) throws Exception {
      redis.ask("CONFIG", "SET", "maxmemory", "1");
      pause();
      redis.ask("CONFIG", "SET", "maxmemory", "0");
    }
  },
  PASSWORD_CHANGED(false) {
    @Override
    void happen(RedisServer redis) {
      redis.ask("CONFIG", "SET", "requirepass", "another");
      try (Jedis admin = redis.connect()) {
        admin.auth("another");
        admin.sendCommand(Protocol.Command.CLIENT, "KILL", "TYPE", "normal");
      }
    }
  },
  SCRIPTS_FORBIDDEN(false) {
    @Override
    void happen(RedisServer redis) throws Exception {
      redis.ask("ACL", "SETUSER", "default", "-@scripting");
      pause();
      redis.ask("ACL", "SETUSER", "default", "+@all");
    }
  },
  /** By somebody's script, of which others hear only that it is busy. */
  BUSY(false, "--lua-time-limit 100") {
    @Override
    void happen(RedisServer redis) throws Exception {
      Thread endless =
          new Thread(
              () -> {
                try {
                  redis.ask("EVAL", "while true do end", "0");
                } catch (JedisException e) {
                  // as it was killed
                }
              });
      endless.start();
      pause();
      redis.ask("SCRIPT", "KILL");
      endless.join();
    }
  };

  private final boolean inVerify;
  private final String settings;

  RedisFault(boolean inVerify) {
    this(inVerify, "--appendonly no");
  }

  RedisFault(boolean inVerify, String settings) {
    this.inVerify = inVerify;
    this.settings = settings;
  }

  /** Whether it is tested at {@link Scale}. */
  boolean isTested() {
    return inVerify || Scale.IS_FULL;
  }

  /** Of the server that it happens to. */
  String settings() {
    return settings;
  }

  /** Whether Redis is as before once it has happened. */
  boolean isOver() {
    return this != KILLED_FOR_GOOD && this != PASSWORD_CHANGED;
  }

  /** Does it, and undoes it unless it is for good. */
  abstract void happen(RedisServer redis) throws Exception;

  private static void stop(RedisServer redis, int seconds) throws Exception {
    redis.stop();
    TimeUnit.SECONDS.sleep(seconds);
    redis.resume();
  }

  private static void pause() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(Scale.get().window().toMillis() / 4);
  }
}
