package com.datagrid.client.redis;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SharedWindowTest {

  @Test
  void figures() {
    for (int[] c :
        new int[][] {
          {40, 6, 1, 640}, {40, 6, 4, 640}, {40, 6, 12, 640}, {200, 6, 4, 3200}, {100, 60, 4, 1000}
        }) {
      for (boolean fleet : new boolean[] {false, true}) {
        if (!fleet && c[2] > 1) {
          Simulation one = new Simulation(1, c[0], Duration.ofSeconds(c[1]));
          one.start(false).call(c[3]);
          one.runUntilDone(10000);
          System.out.println("one " + one.figures(0));
          continue;
        }
        Simulation s = new Simulation(1, c[0], Duration.ofSeconds(c[1]));
        long t = System.nanoTime();
        for (int i = 0; i < c[2]; i++) {
          Simulation.Member p = s.start(fleet);
          s.at(0.001 * i, () -> p.call(c[3] / c[2]));
        }
        s.runUntilDone(10000);
        System.out.println(
            java.util.Arrays.toString(c)
                + " "
                + fleet
                + " "
                + s.figures(0)
                + " real "
                + (System.nanoTime() - t) / 1000000
                + " admitted "
                + s.admitted()
                + " "
                + s.redis.kinds);
      }
    }
  }
}
