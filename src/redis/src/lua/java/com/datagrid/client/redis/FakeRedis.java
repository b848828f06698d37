package com.datagrid.client.redis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.lib.VarArgFunction;
import org.luaj.vm2.lib.jse.JsePlatform;

/** Runs the script as Redis does, with the commands that it uses and the test's clock. */
final class FakeRedis {

  /** A sorted set. */
  private static final class Scores {
    record Entry(double score, String member) {}

    private final Map<String, Double> byMember = new HashMap<>();
    private final TreeSet<Entry> sorted =
        new TreeSet<>(Comparator.<Entry>comparingDouble(e -> e.score).thenComparing(e -> e.member));

    boolean put(double score, String member) {
      boolean removed = remove(member);
      byMember.put(member, score);
      sorted.add(new Entry(score, member));
      return !removed;
    }

    boolean remove(String member) {
      Double before = byMember.remove(member);
      return before != null && sorted.remove(new Entry(before, member));
    }

    Collection<Entry> between(double from, double to) {
      return sorted.subSet(new Entry(from, ""), true, new Entry(to, "\uffff"), true);
    }
  }

  private final LongSupplier micros;
  private final LuaValue script;
  private final Globals globals = JsePlatform.standardGlobals();
  private String replicationId = "id0";
  private int restarts;
  private final Map<String, Object> data = new HashMap<>();
  private final Map<String, Integer> commands = new LinkedHashMap<>();

  /** An empty Redis with that clock. */
  FakeRedis(String source, LongSupplier micros) {
    this.micros = micros;
    LuaTable redis = new LuaTable();
    VarArgFunction call =
        new VarArgFunction() {
          @Override
          public Varargs invoke(Varargs arguments) {
            List<String> all = new ArrayList<>();
            for (int i = 2; i <= arguments.narg(); i++) {
              all.add(text(arguments.arg(i)));
            }
            commands.merge(arguments.arg(1).tojstring(), 1, Integer::sum);
            return lua(FakeRedis.this.call(arguments.arg(1).tojstring(), all));
          }
        };
    redis.set("call", call);
    redis.set("pcall", call);
    globals.set("redis", redis);
    script = globals.load(source, "exchange");
  }

  /** Converts a value to an argument of a command, like Redis. */
  private static String text(LuaValue value) {
    if (value.type() == LuaValue.TNUMBER) {
      double number = value.todouble();
      if (Double.isNaN(number) || (number == 0 && 1 / number < 0)) {
        throw new IllegalArgumentException("an argument is " + number);
      }
      return Double.isInfinite(number)
          ? number > 0 ? "inf" : "-inf"
          : number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
    if (value.type() != LuaValue.TSTRING) {
      throw new IllegalArgumentException("an argument is " + value);
    }
    return value.tojstring();
  }

  private static LuaValue lua(@Nullable Object value) {
    if (value == null) {
      return LuaValue.FALSE;
    }
    if (value instanceof Number number) {
      return LuaValue.valueOf(number.doubleValue());
    }
    if (value instanceof List<?> list) {
      LuaTable table = new LuaTable();
      for (int i = 0; i < list.size(); i++) {
        table.set(i + 1, lua(list.get(i)));
      }
      return table;
    }
    return LuaValue.valueOf((String) value);
  }

  /** Runs the script; numbers in the reply are integers, as from Redis. */
  List<Object> run(List<String> keys, List<String> arguments) {
    globals.set("KEYS", lua(keys));
    globals.set("ARGV", lua(arguments));
    LuaTable result = script.call().checktable();
    List<Object> reply = new ArrayList<>();
    for (int i = 1; i <= result.length(); i++) {
      LuaValue value = result.get(i);
      reply.add(value.type() == LuaValue.TNUMBER ? (Object) value.tolong() : value.tojstring());
    }
    return reply;
  }

  /** Changes the replication id, as after a restart or a failover. */
  void restart() {
    replicationId = "id" + ++restarts;
  }

  void clear() {
    data.clear();
  }

  void delete(String key) {
    data.remove(key);
  }

  Map<String, Object> copy() {
    Map<String, Object> copy = new HashMap<>();
    data.forEach(
        (key, value) -> {
          if (value instanceof Scores scores) {
            Scores other = new Scores();
            scores.sorted.forEach(entry -> other.put(entry.score, entry.member));
            copy.put(key, other);
          } else {
            copy.put(key, new HashMap<>((Map<?, ?>) value));
          }
        });
    return copy;
  }

  void restore(Map<String, Object> copy) {
    data.clear();
    data.putAll(copy);
  }

  /** How often each command was called. */
  Map<String, Integer> commands() {
    return commands;
  }

  int size(String key) {
    return data.get(key) instanceof Scores scores ? scores.byMember.size() : 0;
  }

  private Scores scores(String key) {
    return (Scores) data.computeIfAbsent(key, k -> new Scores());
  }

  @SuppressWarnings("unchecked")
  private Map<String, String> hash(String key) {
    return (Map<String, String>) data.computeIfAbsent(key, k -> new LinkedHashMap<>());
  }

  private void dropIfEmpty(String key) {
    Object value = data.get(key);
    if ((value instanceof Scores scores && scores.byMember.isEmpty())
        || (value instanceof Map<?, ?> map && map.isEmpty())) {
      data.remove(key);
    }
  }

  private static double score(String text) {
    return switch (text) {
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  private static String score(double score) {
    return Double.isInfinite(score) ? "inf" : Long.toString((long) score);
  }

  private @Nullable Object call(String command, List<String> a) {
    @Nullable Object result = execute(command, a);
    if (!a.isEmpty() && !command.equals("INFO")) {
      dropIfEmpty(a.get(0));
    }
    return result;
  }

  private @Nullable Object execute(String command, List<String> a) {
    return switch (command) {
      case "TIME" -> {
        long now = micros.getAsLong();
        yield List.of(Long.toString(now / 1_000_000), Long.toString(now % 1_000_000));
      }
      case "INFO" -> "# Replication\r\nrole:master\r\nmaster_replid:" + replicationId + "\r\n";
      case "HMGET" -> {
        List<@Nullable Object> values = new ArrayList<>();
        a.subList(1, a.size()).forEach(field -> values.add(hash(a.get(0)).get(field)));
        yield values;
      }
      case "HGETALL" -> {
        List<Object> all = new ArrayList<>();
        for (Map.Entry<String, String> entry : hash(a.get(0)).entrySet()) {
          all.add(entry.getKey());
          all.add(entry.getValue());
        }
        yield all;
      }
      case "HSET" -> {
        requireOdd(a);
        for (int i = 1; i < a.size(); i += 2) {
          hash(a.get(0)).put(a.get(i), a.get(i + 1));
        }
        yield 0;
      }
      case "HDEL" -> {
        Map<String, String> hash = hash(a.get(0));
        int before = hash.size();
        hash.keySet().removeAll(a.subList(1, a.size()));
        yield before - hash.size();
      }
      case "HLEN" -> hash(a.get(0)).size();
      case "DEL" -> {
        a.forEach(data::remove);
        yield 0;
      }
      case "PEXPIRE" -> data.containsKey(a.get(0)) ? 1 : 0;
      case "ZADD" -> {
        requireOdd(a);
        int added = 0;
        for (int i = 1; i < a.size(); i += 2) {
          added += scores(a.get(0)).put(score(a.get(i)), a.get(i + 1)) ? 1 : 0;
        }
        yield added;
      }
      case "ZCARD" -> scores(a.get(0)).byMember.size();
      case "ZREM" -> {
        int removed = 0;
        for (String member : a.subList(1, a.size())) {
          removed += scores(a.get(0)).remove(member) ? 1 : 0;
        }
        yield removed;
      }
      case "ZSCORE" -> {
        Double score = scores(a.get(0)).byMember.get(a.get(1));
        yield score == null ? null : score(score);
      }
      case "ZREMRANGEBYSCORE" -> {
        Scores scores = scores(a.get(0));
        List<Scores.Entry> gone = List.copyOf(scores.between(score(a.get(1)), score(a.get(2))));
        gone.forEach(entry -> scores.remove(entry.member));
        yield gone.size();
      }
      case "ZRANGEBYSCORE" ->
          scores(a.get(0)).between(score(a.get(1)), score(a.get(2))).stream()
              .map(Scores.Entry::member)
              .toList();
      case "ZCOUNT" -> scores(a.get(0)).between(score(a.get(1)), score(a.get(2))).size();
      case "ZRANGE" -> range(a);
      default -> throw new IllegalArgumentException("the script calls " + command);
    };
  }

  private List<String> range(List<String> a) {
    Collection<Scores.Entry> sorted = scores(a.get(0)).sorted;
    int from = Integer.parseInt(a.get(1));
    int to = Integer.parseInt(a.get(2));
    to = to < 0 ? sorted.size() + to : to;
    List<String> result = new ArrayList<>();
    sorted.stream()
        .skip(from)
        .limit(Math.max(0, to - from + 1))
        .forEach(
            entry -> {
              result.add(entry.member);
              if (a.size() > 3) {
                result.add(score(entry.score));
              }
            });
    return result;
  }

  private static void requireOdd(List<String> arguments) {
    if (arguments.size() % 2 == 0) {
      throw new IllegalArgumentException("wrong number of arguments: " + arguments);
    }
  }
}
