package com.datagrid.client;

import com.datagrid.client.ratelimit.internal.LimiterKey;
import com.datagrid.client.ratelimit.internal.Permit;
import com.datagrid.client.ratelimit.internal.PermitListener;
import com.datagrid.client.ratelimit.internal.RateLimitSettings;
import com.datagrid.client.ratelimit.internal.SchedulingRateLimiter;
import com.datagrid.client.ratelimit.internal.SharedWindows;
import com.datagrid.client.ratelimit.internal.SlidingWindowRateLimiterRegistry;
import com.datagrid.client.ratelimit.internal.Time;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import okhttp3.Response;

/**
 * The client's calls without threads and a network: its limiter, its reading of response headers
 * and its retry policy, which is the code that real calls run, over the simulation's exchanges.
 */
public final class VirtualCalls {

  /** Carries requests and responses. */
  public interface Network {
    /**
     * Makes one exchange.
     *
     * @param sent runs when the request is sent
     * @param responded receives the response
     */
    void exchange(Runnable sent, Consumer<Response> responded);
  }

  private final Time time;
  private final RateLimitSettings settings;
  private final SchedulingRateLimiter limiter;

  /** Creates one client, alone or in a fleet. */
  public VirtualCalls(Time time, RateLimitSettings settings, Optional<SharedWindows> fleet) {
    this.time = time;
    this.settings = settings;
    this.limiter =
        new SlidingWindowRateLimiterRegistry(settings, fleet, time)
            .limiter(new LimiterKey("PATCH /connections/{connection_id}", Optional.empty()));
  }

  /**
   * Starts a call without a deadline.
   *
   * @param network carries its requests
   * @param ended receives whether it succeeded
   */
  public void call(Network network, Consumer<Boolean> ended) {
    new Call(network, ended).begin();
  }

  private final class Call implements PermitListener {
    private final Network network;
    private final Consumer<Boolean> ended;
    private int attempts;
    private int rejections;

    Call(Network network, Consumer<Boolean> ended) {
      this.network = network;
      this.ended = ended;
    }

    void begin() {
      limiter.acquire(Time.NEVER, this);
    }

    @Override
    public void granted(Permit permit) {
      network.exchange(
          () -> permit.sent(Defaults.ATTEMPT_TIMEOUT.toNanos()),
          response -> responded(permit, response));
    }

    @Override
    public void refused(long requiredWaitNanos) {
      ended.accept(false);
    }

    private void responded(Permit permit, Response response) {
      attempts++;
      Attempt.report(permit, response, time::instant, settings.maxRetryAfter());
      permit.release();
      if (response.isSuccessful()) {
        ended.accept(true);
        return;
      }
      ErrorResponse error = new ErrorResponse(response.code(), Headers.of(response.headers()), "");
      Decision decision = RetryPolicy.decide(state(), new Outcome.Unsuccessful<>(response, error));
      if (decision instanceof Decision.Retry again && again.throttled()) {
        rejections++;
        permit.acquireAgain();
      } else {
        ended.accept(false);
      }
    }

    private RetryPolicy.CallState state() {
      return new RetryPolicy.CallState(
          "updateConnection",
          /* idempotent= */ true,
          /* repeatable= */ true,
          /* keyRenewed= */ false,
          attempts,
          rejections,
          /* faults= */ 0,
          Defaults.MAX_RETRIES,
          Defaults.ATTEMPT_TIMEOUT,
          settings.maxRetryAfter(),
          Time.NEVER,
          /* jitter= */ 1,
          time::instant);
    }
  }

  /** The settings that a client has by default, but for what the simulation varies. */
  public static RateLimitSettings settings(
      OptionalInt initialLimit, double share, boolean useRemainingHeader) {
    return new RateLimitSettings(
        Defaults.RATE_LIMIT_WINDOW,
        share,
        initialLimit,
        Defaults.MAX_RETRY_AFTER,
        useRemainingHeader);
  }
}
