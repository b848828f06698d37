package com.datagrid.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.RetryPolicy.CallState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;

/**
 * A call for tests of {@link RetryPolicy}: at first one of an idempotent operation after its first
 * attempt, with an hour left.
 *
 * @param rejections 429s directly before
 * @param faults retries used
 */
record PolicyCall(
    boolean idempotent,
    boolean repeatable,
    boolean keyRenewed,
    int rejections,
    int faults,
    Duration timeLeft,
    double jitter) {

  static final PolicyCall FIRST = new PolicyCall(true, true, false, 0, 0, Duration.ofHours(1), 1);

  static final String OPERATION = "PATCH /connections/{connection_id}";

  private static final Duration MAX_RETRY_AFTER = Duration.ofMinutes(5);
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));

  PolicyCall notIdempotent() {
    return new PolicyCall(false, repeatable, keyRenewed, rejections, faults, timeLeft, jitter);
  }

  PolicyCall notRepeatable() {
    return new PolicyCall(idempotent, false, keyRenewed, rejections, faults, timeLeft, jitter);
  }

  PolicyCall withKeyRenewed() {
    return new PolicyCall(idempotent, repeatable, true, rejections, faults, timeLeft, jitter);
  }

  PolicyCall rejections(int rejections) {
    return new PolicyCall(idempotent, repeatable, keyRenewed, rejections, faults, timeLeft, jitter);
  }

  PolicyCall faults(int faults) {
    return new PolicyCall(idempotent, repeatable, keyRenewed, rejections, faults, timeLeft, jitter);
  }

  PolicyCall timeLeft(Duration timeLeft) {
    return new PolicyCall(idempotent, repeatable, keyRenewed, rejections, faults, timeLeft, jitter);
  }

  PolicyCall jitter(double jitter) {
    return new PolicyCall(idempotent, repeatable, keyRenewed, rejections, faults, timeLeft, jitter);
  }

  Decision after(Outcome.Failure<?> outcome) {
    return after(outcome, 2, MAX_RETRY_AFTER);
  }

  Decision after(Outcome.Failure<?> outcome, int maxRetries, Duration maxRetryAfter) {
    CallState state =
        new CallState(
            OPERATION,
            idempotent,
            repeatable,
            keyRenewed,
            rejections + faults + 1,
            rejections,
            faults,
            maxRetries,
            Duration.ofSeconds(60),
            maxRetryAfter,
            timeLeft.toNanos(),
            jitter,
            CLOCK);
    return RetryPolicy.decide(state, outcome);
  }

  static Response response(int status, String... headers) {
    return new Response.Builder()
        .request(new Request.Builder().url("https://example.com/").build())
        .protocol(Protocol.HTTP_1_1)
        .code(status)
        .message("")
        .headers(okhttp3.Headers.of(headers))
        .build();
  }

  static Outcome.Failure<?> status(int status, String... headers) {
    return status("", status, headers);
  }

  static Outcome.Failure<?> status(String body, int status, String... headers) {
    ErrorResponse error =
        new ErrorResponse(
            OPERATION, status, Headers.of(headers), ErrorBody.parse(body), ForeignText.UNKNOWN);
    return new Outcome.Unsuccessful<>(response(status, headers), error);
  }

  static Outcome.Failure<?> broken(IOException cause, boolean sent, Outcome.Cut cut) {
    return new Outcome.Broken<>(cause, sent, cut);
  }

  static Decision.Retry again(Decision decision) {
    assertThat(decision).isInstanceOf(Decision.Retry.class);
    return (Decision.Retry) decision;
  }

  static DatagridException failure(Decision decision) {
    assertThat(decision).isInstanceOf(Decision.Fail.class);
    return ((Decision.Fail) decision).failure();
  }
}
