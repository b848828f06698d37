package com.datagrid.client.ratelimit;

import com.datagrid.client.internal.Time;
import com.datagrid.client.internal.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A limiter in virtual time, and calls that ask it. */
final class Calls {

  static final RateLimitKey KEY =
      new RateLimitKey(Optional.empty(), "PATCH", "/connections/{connection_id}");

  /** How long a slot stays taken after its answer: the window and the guard. */
  static final Duration SLOT = Duration.ofMillis(60_020);

  final VirtualTime time = new VirtualTime();
  final SlidingWindowRateLimiterRegistry registry;
  final SlidingWindowRateLimiter limiter;

  /** The calls that were granted, in that order. */
  final List<Call> granted = new ArrayList<>();

  private boolean answersAtOnce;

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

  /** A new call that waits for as long as it takes. */
  Call call() {
    return acquire(Time.NEVER);
  }

  /** A new call that waits no longer than that. */
  Call call(Duration deadline) {
    return acquire(time.nanos() + deadline.toNanos());
  }

  List<Call> calls(int count) {
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      calls.add(call());
    }
    return calls;
  }

  /** So many calls, sent and admitted at this moment. */
  void use(int count) {
    for (int i = 0; i < count; i++) {
      call().send().admitted();
    }
  }

  /** A permit for several slots, as the Resilience4j face asks for it, without blocking. */
  Permit several(int count) {
    Permit permit = limiter.acquire(Time.NEVER, UnreportedPermit.NOBODY);
    permit.abandon(); // it was only for the line
    return permit.line.acquireUnreported(count, Time.NEVER, UnreportedPermit.NOBODY);
  }

  /** From now on every call is sent and admitted as soon as it is granted. */
  void answerAtOnce() {
    answersAtOnce = true;
  }

  RateLimitStatus status() {
    return limiter.status();
  }

  private Call acquire(long deadline) {
    Call call = new Call();
    call.permit = limiter.acquire(deadline, call);
    return call;
  }

  /** One call, and what it heard last. */
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
      permit().written(Duration.ofSeconds(60).toNanos());
      return this;
    }

    void admitted() {
      permit().admitted(0, -1);
    }

    void admitted(int limit) {
      permit().admitted(limit, -1);
    }

    void rejected(int limit, Duration retryAfter) {
      permit().rejected(limit, retryAfter.toNanos());
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
      if (answersAtOnce) {
        send().admitted();
      }
    }

    @Override
    public void refused(long requiredWaitNanos) {
      refusal = Duration.ofNanos(requiredWaitNanos);
    }
  }
}
