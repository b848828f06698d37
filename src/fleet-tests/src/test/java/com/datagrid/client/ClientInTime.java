package com.datagrid.client;

import com.datagrid.client.ratelimit.internal.Time;

/** What only this package may: a client whose clock is the test's. */
public final class ClientInTime {

  private ClientInTime() {}

  /** The settings, with that clock. */
  public static DatagridClient.Builder of(Time time, DatagridClient.Builder settings) {
    return settings.time(time, CallExecutors::new);
  }
}
