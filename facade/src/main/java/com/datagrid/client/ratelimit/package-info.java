/**
 * The rate limiter: a sliding window per key, exposed as a Resilience4j {@code RateLimiter}. It
 * knows nothing of HTTP; {@link com.datagrid.client.ratelimit.SlidingWindowRateLimiter} says how it
 * works.
 */
@NullMarked
package com.datagrid.client.ratelimit;

import org.jspecify.annotations.NullMarked;
