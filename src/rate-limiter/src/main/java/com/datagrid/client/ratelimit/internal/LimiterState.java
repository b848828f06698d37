package com.datagrid.client.ratelimit.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A snapshot of a limiter.
 *
 * @param limit permits per window; empty while no limit is known
 * @param used how many of them are taken: in flight, answered within the last window, or used by
 *     others as far as responses tell
 * @param inFlight permits that were granted and have no response yet
 * @param waiting permits in the queue
 * @param pause how long none is granted because the server asked for it; empty if it did not
 */
public record LimiterState(
    OptionalInt limit, int used, int inFlight, int waiting, Optional<Duration> pause) {}
