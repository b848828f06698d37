package com.datagrid.client;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Objects;

/**
 * Metrics of a client's calls and limits for Micrometer, whose {@code micrometer-core} is an
 * optional dependency: your project brings it.
 *
 * <pre>{@code
 * new DatagridMetrics(client).bindTo(registry);
 * }</pre>
 *
 * <table>
 * <caption>The meters</caption>
 * <tr><th>Name<th>Type<th>Tags<th>What
 * <tr><td>{@code datagrid.calls}<td>timer<td>{@code operation}, {@code outcome}<td>calls that ended,
 *     with all that they waited; {@code outcome} is {@code success}, {@code canceled}, or the
 *     simple name of the exception
 * <tr><td>{@code datagrid.calls.waited}<td>timer<td>{@code operation}<td>what these calls waited:
 *     the queue and pauses, as {@link ApiResponse#waited()}
 * <tr><td>{@code datagrid.attempts}<td>timer<td>{@code operation}, {@code status}<td>HTTP exchanges;
 *     {@code status} is that of the response, such as {@code 429}, or {@code none} without one
 * <tr><td>{@code datagrid.ratelimit.limit}<td>gauge<td>{@code operation}, {@code teamspace}
 *     <td>requests per window; NaN while no limit is known
 * <tr><td>{@code datagrid.ratelimit.used}<td>gauge<td>{@code operation}, {@code teamspace}
 *     <td>requests of it that are in use
 * <tr><td>{@code datagrid.ratelimit.waiting}<td>gauge<td>{@code operation}, {@code teamspace}
 *     <td>calls in the queue
 * </table>
 *
 * <p>{@code operation} is {@code METHOD path-template}; that of the gauges has the concrete path if
 * the client {@linkplain DatagridClient.Builder#rateLimitPerPath limits per path}, so that a {@code
 * MeterFilter} should deny them. {@code teamspace} is {@code default} if no teamspace is named.
 *
 * <p>Immutable and thread-safe. Meters are written on the threads of calls, before their futures
 * complete; a registry that throws fails no call. Closing the client removes its gauges from the
 * registry; the timers stay.
 */
public final class DatagridMetrics implements MeterBinder {

  private final DatagridClient client;
  private final Tags tags;

  /**
   * Metrics without further tags.
   *
   * @param client the client to follow
   * @throws NullPointerException if {@code client} is null
   */
  public DatagridMetrics(DatagridClient client) {
    this(client, Tags.empty());
  }

  /**
   * Metrics with tags of your own. Several clients in one registry need tags that tell them apart:
   * else their timers add up, and of their gauges there is one client's alone.
   *
   * @param client the client to follow
   * @param tags for all its meters
   * @throws NullPointerException if an argument is null
   */
  public DatagridMetrics(DatagridClient client, Iterable<Tag> tags) {
    this.client = Objects.requireNonNull(client, "client");
    this.tags = Tags.of(Objects.requireNonNull(tags, "tags"));
  }

  /**
   * Follows the client's calls from now on. Doing so again with the same registry and tags changes
   * nothing; several registries each get all.
   *
   * @param registry where the meters go
   * @throws NullPointerException if {@code registry} is null
   */
  @Override
  public void bindTo(MeterRegistry registry) {
    Objects.requireNonNull(registry, "registry");
    Pipeline pipeline = client.pipeline();
    CallMeters meters = new CallMeters(registry, tags, pipeline.limiters());
    if (pipeline.observers().add(meters)) {
      pipeline.limiters().states().keySet().forEach(meters::begun);
    }
  }
}
