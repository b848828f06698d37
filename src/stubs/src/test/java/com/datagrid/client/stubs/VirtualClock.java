package com.datagrid.client.stubs;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is told to go on. */
final class VirtualClock implements InstantSource {
  private volatile Instant now = Instant.parse("2026-01-01T00:00:00.25Z");

  @Override
  public Instant instant() {
    return now;
  }

  void set(Instant time) {
    now = time;
  }

  void advance(Duration duration) {
    now = now.plus(duration);
  }
}
