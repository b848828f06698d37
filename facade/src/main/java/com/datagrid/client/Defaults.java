package com.datagrid.client;

import java.time.Duration;

/**
 * Every default and fixed bound of the client in one place. The limiter's own constants are in
 * {@link com.datagrid.client.ratelimit.internal.RateLimitSettings}.
 */
final class Defaults {

  private Defaults() {}

  /** The OpenAPI document's server. */
  static final String BASE_URL = "https://api.datagrid.com/v1";

  /** One HTTP exchange; the vendor's SDKs allow as much. */
  static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(60);

  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** OkHttp counts it in milliseconds, in an int. */
  static final Duration LONGEST_CONNECT_TIMEOUT = Duration.ofDays(24);

  /** An interactive default: at 200 requests per minute about 600 queued calls fit. */
  static final Duration CALL_TIMEOUT = Duration.ofMinutes(3);

  /** Like the vendor's SDKs. */
  static final int MAX_RETRIES = 2;

  /** Five of the service's windows: a longer demand is a person's business, not a program's. */
  static final Duration MAX_RETRY_AFTER = Duration.ofMinutes(5);

  static final long MAX_RESPONSE_BYTES = 16L << 20;
  static final long MAX_ERROR_BYTES = 64L << 10;

  /** The vendor's rate-limit page. */
  static final Duration RATE_LIMIT_WINDOW = Duration.ofSeconds(60);

  static final double RATE_LIMIT_SHARE = 1.0;

  static final boolean USE_REMAINING = true;

  /** 429s without anything else in between, after which the limit is not the reason any more. */
  static final int MAX_REJECTIONS_IN_A_ROW = 20;

  /** Between attempts after a fault: 0.5 s, doubling to 8 s, as the vendor's SDKs do. */
  static final Duration FIRST_BACKOFF = Duration.ofMillis(500);

  static final Duration LAST_BACKOFF = Duration.ofSeconds(8);

  /** Exchanges of asynchronous calls at a time; OkHttp's default for all hosts together. */
  static final int ASYNC_EXCHANGES = 64;

  /** How long a connection that nobody uses is kept; OkHttp's default. */
  static final long IDLE_CONNECTION_MINUTES = 5;

  /** After which the name of the server is looked up again. */
  static final Duration MAX_CONNECTION_AGE = Duration.ofMinutes(5);

  /** So that a server which sends nothing but 5xx is not connected to for every request. */
  static final Duration LEAST_CONNECTION_AGE = Duration.ofSeconds(1);

  /** A connection that was idle for longer may be closed: servers keep them for 2 s and more. */
  static final Duration UNCHECKED_IDLENESS = Duration.ofSeconds(1);

  /** Of HTTP/2 connections: one that is lost is found out within twice that time. */
  static final Duration PING_INTERVAL = Duration.ofSeconds(10);
}
