package com.datagrid.client.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the shared window has to reach. */
final class Goals {

  private final List<String> missed = new ArrayList<>();

  /** Those that were missed, each in words. */
  static List<String> missed(Table table, Capacity capacity) {
    Goals goals = new Goals();
    goals.atMost("busy", "Redis µs per script", capacity.microsPerScript(), 60);
    table.results().stream()
        .filter(result -> result.contender() == Contender.FLEET)
        .forEach(result -> goals.check(result, table.alone(result.setup())));
    return goals.missed;
  }

  private void check(Result ours, Result alone) {
    Setup setup = ours.setup();
    String title = setup.title();
    atMost(title, "429s", (double) ours.rejected(), 0);
    atMost(title, "failed calls", (double) ours.failed(), 0);
    atMost(title, "bytes per slot", ours.bytesPerSlot(), 120);
    if (setup.isRandom()) {
      atMost(
          title, "extra seconds per call", ours.meanCallSeconds() - alone.meanCallSeconds(), 0.1);
      return;
    }
    atMost(
        title, "time, beside one process", ours.makespanSeconds() / alone.makespanSeconds(), 1.01);
    atLeast(title, "Jain's index", ours.fairness(), 0.99);
    if (setup.processes() <= 4) { // more have few slots each, and heartbeats of their own
      atLeast(title, "Jain's index per window", ours.fairnessPerWindow(), 0.97);
      atMost(title, "scripts per call", ours.scriptsPerCall(), setup.limit() >= 100 ? 1.0 : 2.2);
    }
    if (setup.window().toSeconds() >= 60) {
      atLeast(title, "utilisation", ours.utilisation(), 0.993);
    }
  }

  private void atMost(String where, String what, double value, double most) {
    if (!(value <= most)) {
      miss(where, what, value, "at most", most);
    }
  }

  private void atLeast(String where, String what, double value, double least) {
    if (!(value >= least)) {
      miss(where, what, value, "at least", least);
    }
  }

  private void miss(String where, String what, double value, String bound, double goal) {
    missed.add(
        String.format(Locale.ROOT, "%s: %s %.4g, goal %s %.4g", where, what, value, bound, goal));
  }
}
