package com.datagrid.client.fleet;

import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;

/** A fault of Redis in the middle of a batch. */
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
  /** Each key, one after the other. */
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
  /** A replica of a master that does not exist. */
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
  /** With somebody's endless script; other commands get a BUSY error. */
  BUSY(false, "--lua-time-limit 100") {
    @Override
    void happen(RedisServer redis) throws Exception {
      Thread endless =
          new Thread(
              () -> {
                try {
                  redis.ask("EVAL", "while true do end", "0");
                } catch (JedisException e) {
                  // the script was killed
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

  /** Whether it is tested at this {@link Scale}. */
  boolean isTested() {
    return inVerify || Scale.IS_FULL;
  }

  /** The server's settings. */
  String settings() {
    return settings;
  }

  /** Whether Redis works again afterwards. */
  boolean isOver() {
    return this != KILLED_FOR_GOOD && this != PASSWORD_CHANGED;
  }

  /** Causes the fault, and ends it unless it is permanent. */
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
