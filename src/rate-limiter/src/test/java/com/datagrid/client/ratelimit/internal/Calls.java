package com.datagrid.client.ratelimit.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A limiter in virtual time, and calls that use it. */
final class Calls {

  static final LimiterKey KEY =
      new LimiterKey("PATCH /connections/{connection_id}", Optional.empty());

  /** How long a slot stays taken after its response: the window and the guard. */
  static final Duration SLOT = Duration.ofMillis(60_020);

  final VirtualTime time = new VirtualTime();
  final SlidingWindowRateLimiterRegistry registry;
  final SchedulingRateLimiter limiter;

  /** The calls that were granted, in that order. */
  final List<Call> granted = new ArrayList<>();

  private boolean respondsAtOnce;

  private Calls(RateLimitSettings settings) {
    registry = new SlidingWindowRateLimiterRegistry(settings, time);
    limiter = registry.limiter(KEY);
  }

  static Calls withLimit(int limit) {
    return new Calls(settings(OptionalInt.of(limit), 1));
  }

  static Calls withUnknownLimit() {
    return new Calls(settings(OptionalInt.empty(), 1));
  }

  static Calls withShare(int limit, double share) {
    return new Calls(settings(OptionalInt.of(limit), share));
  }

  static RateLimitSettings settings(OptionalInt limit, double share) {
    return new RateLimitSettings(Duration.ofSeconds(60), share, limit, Duration.ofMinutes(5), true);
  }

  /** A new call without a deadline. */
  Call call() {
    return acquire(Time.NEVER);
  }

  /** A new call that waits no longer than that. */
  Call call(Duration deadline) {
    return acquire(time.nanos() + deadline.toNanos());
  }

  /** A new background call; the deadline is a time. */
  Call backgroundCall(long deadline) {
    Call call = new Call();
    call.permit = limiter.acquireBackground(deadline, call);
    return call;
  }

  List<Call> calls(int count) {
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      calls.add(call());
    }
    return calls;
  }

  /** So many calls, sent and accepted now. */
  void use(int count) {
    for (int i = 0; i < count; i++) {
      call().send().accepted();
    }
  }

  /** A permit for several slots, as a {@code RateLimiter} acquires it, without blocking. */
  Permit several(int count) {
    Permit permit = limiter.acquire(Time.NEVER, UntrackedPermit.NO_LISTENER);
    permit.release(); // it was only for its scheduler
    return ((PermitScheduler) permit.owner)
        .acquireUntracked(count, Time.NEVER, UntrackedPermit.NO_LISTENER);
  }

  /** From now on every call is sent and accepted as soon as it is granted. */
  void respondAtOnce() {
    respondsAtOnce = true;
  }

  LimiterState status() {
    return limiter.state();
  }

  private Call acquire(long deadline) {
    Call call = new Call();
    call.permit = limiter.acquire(deadline, call);
    return call;
  }

  /** One call, and what its listener was told last. */
  final class Call implements PermitListener {
    private @Nullable Permit permit;
    boolean isGranted;

    /** How long it would have to wait, if it was refused. */
    @Nullable Duration refusal;

    double grantedAt = -1;

    Permit permit() {
      return Objects.requireNonNull(permit);
    }

    boolean isWaiting() {
      return !isGranted && refusal == null;
    }

    boolean isRefused() {
      return refusal != null;
    }

    Call send() {
      permit().sent(Duration.ofSeconds(60).toNanos());
      return this;
    }

    void accepted() {
      permit().accepted(0, -1);
    }

    void accepted(int limit) {
      permit().accepted(limit, -1);
    }

    void throttled(int limit, Duration retryAfter) {
      permit().throttled(limit, retryAfter.toNanos());
    }

    void unavailable(Duration retryAfter) {
      permit().unavailable(0, retryAfter.toNanos());
    }

    void acquireAgain() {
      isGranted = false;
      permit().acquireAgain();
    }

    @Override
    public void granted(Permit permit) {
      this.permit = permit;
      isGranted = true;
      grantedAt = time.seconds();
      Calls.this.granted.add(this);
      if (respondsAtOnce) {
        send().accepted();
      }
    }

    @Override
    public void refused(long requiredWaitNanos) {
      refusal = Duration.ofNanos(requiredWaitNanos);
    }
  }
}
