package com.datagrid.client;

import com.datagrid.client.ratelimit.internal.LeapingTime;
import com.datagrid.client.ratelimit.internal.VirtualTime;

/** What only this package may: a client whose clock is the test's. */
public final class ClientInTime {

  private ClientInTime() {}

  /**
   * The settings, with that clock. For the threads of callbacks time stands still, or those at work
   * when it leaps would count as stuck, and get more beside them.
   */
  public static DatagridClient.Builder of(LeapingTime time, DatagridClient.Builder settings) {
    return settings.time(time, leaping -> new CallExecutors(new VirtualTime()));
  }
}
