package com.datagrid.client.stubs;

import java.util.Objects;

/**
 * What goes wrong with some requests of a {@link DatagridStubServer}, one after the other:
 *
 * <pre>{@code
 * server
 *     .forOperation("Connection.updateConnection")
 *     .failNext(2, StubFault.internalServerError())
 *     .then(StubFault.rateLimited());
 * server.forId("conn_7").failNext(Integer.MAX_VALUE, StubFault.respond(404, "{}"));
 * }</pre>
 *
 * <p>A request takes one step of the script for an id in its path, else of that for its operation,
 * else of that for all requests, else its luck with {@linkplain DatagridStubServer.Builder#fault
 * faults by chance}. Only requests that the rate limit admits count. {@link StubFault#none()} lets
 * requests pass in between.
 *
 * <p>Thread-safe.
 */
public final class StubFaults {
  private final FaultPlan plan;
  private final FaultPlan.Scope scope;

  StubFaults(FaultPlan plan, FaultPlan.Scope scope) {
    this.plan = plan;
    this.scope = scope;
  }

  /**
   * Lets the next of these requests fail, after those for which something is planned already.
   *
   * @param fault what goes wrong
   * @return this
   */
  public StubFaults failNext(StubFault fault) {
    return failNext(1, fault);
  }

  /**
   * Lets the next {@code requests} of these fail, after those for which something is planned
   * already; {@link Integer#MAX_VALUE} means all.
   *
   * @param requests how many
   * @param fault what goes wrong
   * @return this
   * @throws IllegalArgumentException if {@code requests} is negative
   */
  public StubFaults failNext(int requests, StubFault fault) {
    plan.add(scope, requests, Objects.requireNonNull(fault, "fault"));
    return this;
  }

  /**
   * {@link #failNext(StubFault)}, by the name that it has in a script.
   *
   * @param fault what goes wrong
   * @return this
   */
  public StubFaults then(StubFault fault) {
    return failNext(1, fault);
  }

  /**
   * {@link #failNext(int, StubFault)}, by the name that it has in a script.
   *
   * @param requests how many
   * @param fault what goes wrong
   * @return this
   */
  public StubFaults then(int requests, StubFault fault) {
    return failNext(requests, fault);
  }
}
