package com.datagrid.client.stubs;

import java.time.Instant;
import java.time.InstantSource;

/** The clock of a server, which a test may take over. Thread-safe. */
final class ServerClock implements InstantSource {
  private final InstantSource own;
  private volatile InstantSource current;

  ServerClock(InstantSource own) {
    this.own = own;
    this.current = own;
  }

  /** UTC that never jumps. */
  static InstantSource steady() {
    Instant start = Instant.now();
    long startNanos = System.nanoTime();
    return () -> start.plusNanos(System.nanoTime() - startNanos);
  }

  @Override
  public Instant instant() {
    return current.instant();
  }

  void follow(InstantSource other) {
    current = other;
  }

  void reset() {
    current = own;
  }
}
