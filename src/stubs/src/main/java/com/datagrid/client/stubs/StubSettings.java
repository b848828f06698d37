package com.datagrid.client.stubs;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** What a {@link DatagridStubServer} is built with: the defaults, until its builder has others. */
final class StubSettings {
  int port;
  int limit = 200;
  Duration window = Duration.ofSeconds(60);
  double initiallyUsed;
  Duration minLatency = Duration.ZERO;
  Duration maxLatency = Duration.ZERO;
  RateLimitHeaders headers = RateLimitHeaders.ALL;
  List<FaultPlan.Chance> faults = new ArrayList<>();
  long seed;
  int journal = 100;
  int requests = 10_000;
  long requestText = 32_000_000;
  InstantSource clock = ServerClock.steady();

  /** For a server, which the builder does not change any more. */
  StubSettings copy() {
    StubSettings copy = new StubSettings();
    copy.port = port;
    copy.limit = limit;
    copy.window = window;
    copy.initiallyUsed = initiallyUsed;
    copy.minLatency = minLatency;
    copy.maxLatency = maxLatency;
    copy.headers = headers;
    copy.faults = List.copyOf(faults);
    copy.seed = seed;
    copy.journal = journal;
    copy.requests = requests;
    copy.requestText = requestText;
    copy.clock = clock;
    return copy;
  }

  static double requireShare(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must be from 0 to 1: " + value);
    }
    return value;
  }

  static int requireNotNegative(String name, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(name + " must not be negative: " + value);
    }
    return value;
  }
}
