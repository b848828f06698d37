package com.datagrid.client;

import com.datagrid.client.ratelimit.internal.LimiterKey;
import com.datagrid.client.ratelimit.internal.Time;

/** The test's own thread does everything, when its turn comes in virtual time. */
final class VirtualExecutors extends CallExecutors {

  private final Time time;

  VirtualExecutors(Time time) {
    super(time);
    this.time = time;
  }

  @Override
  void dispatch(LimiterKey limit, Runnable attempt) {
    time.schedule(0, attempt);
  }

  @Override
  void dispatchBackground(LimiterKey limit, Runnable attempt) {
    dispatch(limit, attempt);
  }

  @Override
  void call(Runnable callback) {
    time.schedule(0, callback);
  }
}
