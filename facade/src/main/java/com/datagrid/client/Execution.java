package com.datagrid.client;

import com.datagrid.client.ratelimit.internal.LimiterKey;
import com.datagrid.client.ratelimit.internal.Permit;
import com.datagrid.client.ratelimit.internal.PermitListener;
import com.datagrid.client.ratelimit.internal.Time;
import io.github.resilience4j.retry.Retry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * One logical call on its way: the line, an attempt, perhaps a pause, the line again, until it
 * ends. Subclasses differ only in who waits: the calling thread, or nobody.
 *
 * <p>{@link #advance} does all work, on one thread at a time; the limiter, the timer, {@link
 * #abort} and {@link #expire} only move the stage and then {@link #wake}.
 *
 * @param <T> the type of the response's body
 */
abstract class Execution<T> implements PermitListener {

  /** Where the call stands. {@link #WAITING} and {@link #GRANTED} may be left by somebody else. */
  enum Stage {
    /** In line or pausing. */
    WAITING,
    /** An attempt may begin, perhaps as soon as there is a thread for it. */
    GRANTED,
    REFUSED,
    ABORTED,
    /** The deadline came before a thread did. */
    EXPIRED,
    /** {@link #advance} is at work, or the call has ended. */
    RUNNING
  }

  /** Why somebody wants a call to end. */
  enum Reason {
    CANCELED,
    CLOSED
  }

  @SuppressWarnings("rawtypes") // a class literal has no type parameters
  private static final AtomicReferenceFieldUpdater<Execution, Stage> STAGE =
      AtomicReferenceFieldUpdater.newUpdater(Execution.class, Stage.class, "stage");

  final Pipeline pipeline;
  private final Operation<T> operation;
  private final WaitingRequest request;
  private final LimiterKey limitKey;
  private final CallSettings settings;
  private final long startedAt;
  private final long deadline;

  /** Compared and set by {@link #STAGE}: many calls wait, and it takes no object of its own. */
  private volatile Stage stage = Stage.WAITING;

  private volatile @Nullable Reason abortedFor;
  private volatile @Nullable Permit permit;
  private volatile Time.@Nullable Scheduled pause;
  private volatile okhttp3.@Nullable Call exchange;
  private volatile long requiredWait;

  // Written and read by advance() alone. What only an attempt needs is made then: many calls may
  // wait at once.
  private List<DatagridException> failures = List.of();
  private Retry.@Nullable AsyncContext<Object> retry;
  private Outcome.@Nullable Unsuccessful<T> lastError;
  private int attempts;
  private int rejections; // directly before this attempt
  private int faults;

  Execution(Pipeline pipeline, Operation<T> operation, Request request, CallSettings settings) {
    this.pipeline = pipeline;
    this.operation = operation;
    this.request = new WaitingRequest(request);
    this.limitKey = pipeline.limitKey(operation, request, settings);
    this.settings = settings;
    pipeline.retry(operation); // so that the registry has it from now on
    this.startedAt = pipeline.time().nanos();
    this.deadline =
        settings.callTimeout().isZero()
            ? Time.NEVER
            : Time.plus(startedAt, Time.nanosOf(settings.callTimeout()));
  }

  // What subclasses and others call.

  /** Joins the line; {@link #wake} follows, perhaps before this returns. */
  final void begin() {
    Permit joined = pipeline.limiter(limitKey).acquire(deadline, this);
    permit = joined;
    if (stage == Stage.WAITING) {
      request.shrink();
    }
    if (stage == Stage.ABORTED) {
      joined.release(); // aborted before the permit was there to abandon
    }
  }

  /** Ends the call as soon as can be; does nothing if it has ended. Any thread. */
  final void abort(Reason reason) {
    abortedFor = reason;
    if (STAGE.compareAndSet(this, Stage.WAITING, Stage.ABORTED)
        || STAGE.compareAndSet(this, Stage.GRANTED, Stage.ABORTED)) {
      leaveLine();
      wake();
      return;
    }
    okhttp3.Call running = exchange;
    if (running != null) {
      running.cancel();
    }
  }

  /** The deadline has come: ends a call that was granted but has no thread yet. */
  private void expire() {
    if (STAGE.compareAndSet(this, Stage.GRANTED, Stage.EXPIRED)) {
      leaveLine();
      wake();
    }
  }

  /** Has the call, which is granted, end at its deadline if no thread is there for it by then. */
  final void expireAtDeadline() {
    if (deadline != Time.NEVER) {
      pause = time().schedule(deadline - time().nanos(), this::expire);
    }
  }

  final Stage stage() {
    return stage;
  }

  /** The last response that was no success, for those who want it as it is. */
  final Outcome.@Nullable Unsuccessful<T> lastError() {
    return lastError;
  }

  /** The stage is not {@link Stage#WAITING} any more: {@link #advance} is due. Must not block. */
  abstract void wake();

  /** The call succeeded. */
  abstract void succeeded(Success<T> success);

  /** The call failed. */
  abstract void failed(DatagridException failure);

  /** Whether an interrupt of the thread that runs {@link #advance} means this call. */
  abstract boolean heedsInterrupts();

  /** What a successful call gives. */
  record Success<T>(Outcome.Success<T> outcome, int attempts, Duration elapsed) {}

  // What the limiter and the timer call.

  @Override
  public final void granted(Permit permit) {
    this.permit = permit;
    if (pipeline.isClosed()) {
      abort(Reason.CLOSED); // else closing would send what it frees the way for
    }
    if (STAGE.compareAndSet(this, Stage.WAITING, Stage.GRANTED)) {
      wake();
    } else {
      permit.release();
    }
  }

  @Override
  public final void refused(long requiredWaitNanos) {
    requiredWait = requiredWaitNanos;
    if (STAGE.compareAndSet(this, Stage.WAITING, Stage.REFUSED)) {
      wake();
    }
  }

  private void joinAgain() {
    Permit old = permit;
    if (old != null && stage == Stage.WAITING) {
      old.acquireAgain();
      if (stage == Stage.ABORTED) {
        old.release();
      }
    }
  }

  private void leaveLine() {
    Time.Scheduled pausing = pause;
    if (pausing != null) {
      pausing.cancel();
    }
    Permit held = permit;
    if (held != null) {
      held.release();
    }
  }

  // The work.

  /**
   * Does what is due; whenever the call must wait again, {@link #wake} tells when to return. Does
   * nothing if another {@link #wake} came first, which happens to a call that ends while it waits
   * for a thread.
   */
  final void advance() {
    Stage due = stage();
    if (due == Stage.WAITING
        || due == Stage.RUNNING
        || !STAGE.compareAndSet(this, due, Stage.RUNNING)) {
      return;
    }
    switch (due) {
      case GRANTED -> attempt();
      case REFUSED -> fail(refusal());
      case EXPIRED -> fail(failures().expired(attempts));
      default -> fail(failures().aborted(abortedFor, null, attempts));
    }
  }

  /** The waiting thread was interrupted. */
  final void interrupted() {
    stage = Stage.ABORTED;
    leaveLine();
    Thread.currentThread().interrupt();
    fail(failures().interrupted(null, attempts));
  }

  private void attempt() {
    Time.Scheduled expiring = pause;
    if (expiring != null) {
      expiring.cancel();
    }
    if (time().nanos() >= deadline) {
      leaveLine();
      fail(failures().expired(attempts));
      return;
    }
    attempts++;
    Outcome<T> outcome = exchange();
    if (outcome instanceof Outcome.Success<T> success) {
      pipeline.report(() -> retry().onComplete());
      pipeline.ended(this);
      succeeded(new Success<>(success, attempts, Duration.ofNanos(time().nanos() - startedAt)));
      return;
    }
    lastError = outcome instanceof Outcome.Unsuccessful<T> error ? error : null;
    if (outcome instanceof Outcome.Broken<T> broken) {
      if (abortedFor != null) {
        fail(failures().aborted(abortedFor, broken.cause(), attempts));
        return;
      }
      if (heedsInterrupts() && Thread.currentThread().isInterrupted()) {
        fail(failures().interrupted(broken.cause(), attempts));
        return;
      }
    }
    Decision decision = RetryPolicy.decide(state(), outcome);
    if (decision instanceof Decision.Retry next) {
      tryAgain(next);
    } else if (decision instanceof Decision.Fail fail) {
      fail(fail.failure());
    }
  }

  private Outcome<T> exchange() {
    Permit held = Objects.requireNonNull(permit);
    String apiKey;
    try {
      apiKey = pipeline.apiKey();
    } catch (Throwable e) { // the supplier is the user's: whatever it throws ends this call only
      held.release();
      return new Outcome.Crashed<>("the supplier of the API key", e);
    }
    long timeLeft = deadline - time().nanos();
    if (timeLeft <= 0) {
      held.release();
      return new Outcome.Broken<>(
          new IOException("the supplier of the API key took until the deadline"),
          /* sent= */ false,
          Outcome.Cut.DEADLINE);
    }
    long timeout = Time.nanosOf(settings.attemptTimeout());
    boolean deadlineIsFirst = timeLeft < timeout;
    Attempt<T> attempt =
        new Attempt<>(
            operation,
            held,
            time(),
            pipeline.settings(),
            deadlineIsFirst ? timeLeft : timeout,
            deadlineIsFirst ? Outcome.Cut.DEADLINE : Outcome.Cut.ATTEMPT_TIMEOUT);
    okhttp3.Call call = pipeline.newCall(request, settings, apiKey, attempt);
    exchange = call;
    if (abortedFor != null) {
      call.cancel(); // aborted before the exchange was there to cancel
    }
    try {
      return attempt.run(call);
    } finally {
      exchange = null;
    }
  }

  private RetryPolicy.CallState state() {
    return new RetryPolicy.CallState(
        operation.toString(),
        operation.isIdempotent(),
        request.isRepeatable(),
        attempts,
        rejections,
        faults,
        settings.maxRetries(),
        settings.attemptTimeout(),
        pipeline.settings().maxRetryAfter(),
        deadline - time().nanos(),
        ThreadLocalRandom.current().nextDouble(),
        time()::instant);
  }

  private void tryAgain(Decision.Retry next) {
    rejections = next.atGate() ? rejections + 1 : 0;
    faults += next.atGate() ? 0 : 1;
    failures = failures.isEmpty() ? new ArrayList<>() : failures;
    failures.add(next.failure());
    next.failure().retryIn(next.atGate() ? gateNanos(next.waitNanos()) : next.waitNanos());
    pipeline.report(() -> retry().onError(next.failure()));
    stage = Stage.WAITING;
    if (next.atGate()) {
      joinAgain();
    } else {
      pause = time().schedule(next.waitNanos(), this::joinAgain);
    }
    if (abortedFor != null && STAGE.compareAndSet(this, Stage.WAITING, Stage.ABORTED)) {
      leaveLine(); // aborted while it was neither waiting nor exchanging
      wake();
    }
  }

  /** How long the gate stays closed, which the limiter knows when the server does not say. */
  private long gateNanos(long demanded) {
    return pipeline
        .limiter(limitKey)
        .state()
        .pause()
        .map(pause -> Math.max(demanded, pause.toNanos()))
        .orElse(demanded);
  }

  private Time time() {
    return pipeline.time();
  }

  private CallFailures failures() {
    return new CallFailures(operation.toString(), settings.callTimeout());
  }

  private Retry.AsyncContext<Object> retry() {
    Retry.AsyncContext<Object> context = retry;
    if (context == null) {
      context = pipeline.retry(operation).asyncContext();
      retry = context;
    }
    return context;
  }

  private DatagridException refusal() {
    Duration wait = Duration.ofNanos(requiredWait);
    Outcome.Unsuccessful<T> error = lastError;
    if (error != null && error.response().code() == 429) {
      failures.remove(failures.size() - 1); // the same failure, now with what came of it
      return failures().refused(wait, error, attempts);
    }
    return failures().refused(wait, attempts);
  }

  private void fail(DatagridException failure) {
    for (DatagridException earlier : failures) {
      if (earlier != failure) {
        failure.addSuppressed(earlier);
      }
    }
    pipeline.report(() -> retry().onError(failure));
    pipeline.ended(this);
    failed(failure);
  }
}
