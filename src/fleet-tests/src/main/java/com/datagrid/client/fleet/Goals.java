package com.datagrid.client.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the shared window has to reach. */
final class Goals {

  private final List<String> missed = new ArrayList<>();

  /** Those that were missed, each in words. */
  static List<String> missed(Table table) {
    Goals goals = new Goals();
    table.results().stream()
        .filter(result -> result.contender() == Contender.FLEET)
        .forEach(result -> goals.check(result, table.alone(result.setup())));
    return goals.missed;
  }

  private void check(Result ours, Result alone) {
    Setup setup = ours.setup();
    atMost(setup, "429s", (double) ours.rejected(), 0);
    atMost(setup, "failed calls", (double) ours.failed(), 0);
    atMost(setup, "Redis µs per script", ours.microsPerScript(), 60);
    atMost(setup, "bytes per slot", ours.bytesPerSlot(), 120);
    if (setup.isRandom()) {
      atMost(
          setup, "extra seconds per call", ours.meanCallSeconds() - alone.meanCallSeconds(), 0.1);
      return;
    }
    atMost(
        setup, "time, beside one process", ours.makespanSeconds() / alone.makespanSeconds(), 1.01);
    atLeast(setup, "Jain's index", ours.fairness(), 0.99);
    if (setup.processes() <= 4) { // more have few slots each, and heartbeats of their own
      atLeast(setup, "Jain's index per window", ours.fairnessPerWindow(), 0.97);
      atMost(setup, "scripts per call", ours.scriptsPerCall(), setup.limit() >= 100 ? 1.0 : 2.2);
    }
    if (setup.window().toSeconds() >= 60) {
      atLeast(setup, "utilisation", ours.utilisation(), 0.993);
    }
  }

  private void atMost(Setup setup, String what, double value, double most) {
    if (!(value <= most)) {
      miss(setup, what, value, "at most", most);
    }
  }

  private void atLeast(Setup setup, String what, double value, double least) {
    if (!(value >= least)) {
      miss(setup, what, value, "at least", least);
    }
  }

  private void miss(Setup setup, String what, double value, String bound, double goal) {
    missed.add(
        String.format(
            Locale.ROOT, "%s: %s %.4g, goal %s %.4g", setup.title(), what, value, bound, goal));
  }
}
