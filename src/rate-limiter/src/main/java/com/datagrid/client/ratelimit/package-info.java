/**
 * Rate limits: {@link com.datagrid.client.ratelimit.SlidingWindowRateLimiter} makes Resilience4j
 * rate limiters that fill a sliding window without a rejection; the other types tell what a
 * client's limiters know.
 */
@NullMarked
package com.datagrid.client.ratelimit;

import org.jspecify.annotations.NullMarked;
