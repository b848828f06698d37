package com.datagrid.client.ratelimit.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A limiter at one moment.
 *
 * @param limit permits per window; empty while no limit is known
 * @param used how many of them are taken: in flight, answered within the last window, or used by
 *     others as far as the responses tell
 * @param inFlight permits whose requests have no response yet
 * @param waiting permits in the queue
 * @param pause how long none is granted because the server asked for it; empty if it did not
 */
public record LimiterState(
    OptionalInt limit, int used, int inFlight, int waiting, Optional<Duration> pause) {}
