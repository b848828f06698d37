package com.datagrid.client;

import com.datagrid.client.ratelimit.internal.Time;

/** Gives a client the test's clock, which only this package can do. */
public final class ClientInTime {

  private ClientInTime() {}

  /** Sets that clock. */
  public static DatagridClient.Builder of(Time time, DatagridClient.Builder settings) {
    return settings.time(time, CallExecutors::new);
  }
}
