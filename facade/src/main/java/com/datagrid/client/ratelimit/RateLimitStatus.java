package com.datagrid.client.ratelimit;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A limiter at one moment; the next may already differ.
 *
 * @param limit the requests per window that this client allows itself, its share of the server's
 *     limit; empty while no limit is known
 * @param used how many of them are taken: in flight, answered within the last window, or used by
 *     others as far as the answers tell
 * @param inFlight requests that were let go and are not answered yet
 * @param waiting calls in line
 * @param gate how long no call will be let go because the server asked for a pause; empty if it did
 *     not
 */
public record RateLimitStatus(
    OptionalInt limit, int used, int inFlight, int waiting, Optional<Duration> gate) {}
