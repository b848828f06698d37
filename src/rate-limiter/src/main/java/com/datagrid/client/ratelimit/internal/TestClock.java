package com.datagrid.client.ratelimit.internal;

/** Replaces the clock of settings that users have: for the stubs, which give tests virtual time. */
public final class TestClock {

  private TestClock() {}

  /** What is built from these settings lives by this clock. */
  public static void set(TimedSettings settings, Time time) {
    settings.setTime(time);
  }
}
