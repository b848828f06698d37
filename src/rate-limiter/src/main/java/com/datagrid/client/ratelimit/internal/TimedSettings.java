package com.datagrid.client.ratelimit.internal;

/** Settings of something that lives by a clock, which {@link TestClock} may replace. */
public abstract class TimedSettings {

  private Time time = new SystemTime();

  /** Settings with real time. */
  protected TimedSettings() {}

  /** The clock; real time unless a test replaced it. */
  protected final Time time() {
    return time;
  }

  /** Lives by another clock from now on. */
  protected final void setTime(Time time) {
    this.time = time;
  }
}
