package com.datagrid.client.stubs;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Chooses which responses go wrong, and how. Thread-safe. */
final class FaultPlan {
  private final List<Chance> chances;
  private final long seed;

  // All guarded by this.
  private final Map<Scope, Queue<Step>> scripts = new HashMap<>();
  private Random random;

  /** A fault and how likely it is, from 0 to 1. */
  record Chance(double probability, StubFault fault) {}

  /** Which requests: of one operation, with an id in their path, or all. */
  record Scope(@Nullable String operationId, @Nullable String id) {
    static final Scope ALL = new Scope(null, null);

    static Scope ofOperation(String operationId) {
      return new Scope(operationId, null);
    }

    static Scope ofId(String id) {
      return new Scope(null, id);
    }
  }

  private static final class Step {
    private final StubFault fault;
    private int left;

    Step(int requests, StubFault fault) {
      this.fault = fault;
      this.left = requests;
    }
  }

  FaultPlan(List<Chance> chances, long seed) {
    this.chances = List.copyOf(chances);
    this.seed = seed;
    this.random = new Random(seed);
  }

  /**
   * The fault of a response: what is planned for an id, else for the operation, else for all
   * requests, else one by chance, else none.
   *
   * @param ids in the request's path
   */
  synchronized StubFault next(String operationId, Collection<String> ids) {
    List<Scope> scopes = new ArrayList<>();
    ids.forEach(id -> scopes.add(Scope.ofId(id)));
    scopes.add(Scope.ofOperation(operationId));
    scopes.add(Scope.ALL);
    for (Scope scope : scopes) {
      Queue<Step> script = scripts.get(scope);
      if (script != null) {
        return take(scope, script);
      }
    }
    return byChance();
  }

  private StubFault take(Scope scope, Queue<Step> script) {
    Step step = script.element();
    step.left--;
    if (step.left == 0) {
      script.remove();
      if (script.isEmpty()) {
        scripts.remove(scope);
      }
    }
    return step.fault;
  }

  private StubFault byChance() {
    double draw = chances.isEmpty() ? 1 : random.nextDouble();
    for (Chance chance : chances) {
      draw -= chance.probability();
      if (draw < 0) {
        return chance.fault();
      }
    }
    return StubFault.none();
  }

  /**
   * Plans faults behind those that are planned for the scope.
   *
   * @throws IllegalArgumentException if {@code requests} is negative
   */
  synchronized void add(Scope scope, int requests, StubFault fault) {
    if (requests < 0) {
      throw new IllegalArgumentException("requests must not be negative: " + requests);
    }
    if (requests > 0) {
      scripts.computeIfAbsent(scope, key -> new ArrayDeque<>()).add(new Step(requests, fault));
    }
  }

  /** How many requests of any scope have a fault planned. */
  synchronized long planned() {
    return scripts.values().stream().flatMap(Queue::stream).mapToLong(step -> step.left).sum();
  }

  /** Drops what is planned; chance goes on. */
  synchronized void clear() {
    scripts.clear();
  }

  synchronized void reset() {
    scripts.clear();
    random = new Random(seed);
  }
}
