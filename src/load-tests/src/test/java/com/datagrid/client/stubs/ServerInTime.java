package com.datagrid.client.stubs;

import com.datagrid.client.ratelimit.internal.Time;
import java.time.Instant;

/** What only this package may: a stub server whose clock is the test's. */
public final class ServerInTime {

  private ServerInTime() {}

  /** The settings, with that clock. */
  public static DatagridStubServer.Builder of(Time time, DatagridStubServer.Builder settings) {
    return settings.clock(() -> Instant.EPOCH.plusNanos(time.nanos()));
  }
}
