package com.datagrid.client;

import com.datagrid.client.ratelimit.internal.Time;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * One logical call: the queue, an attempt, perhaps a pause, the queue again, until it ends.
 * Subclasses differ only in who waits: the calling thread, or nobody.
 *
 * @param <T> the type of the response's body
 */
abstract class Execution<T> extends QueuedCall {

  private final Operation<T> operation;
  private final WaitingRequest request;
  private final CallSettings settings;
  private final long startedAt;

  private volatile okhttp3.@Nullable Call exchange;

  /** Written and read by {@link #work} alone. Made when needed: many calls may wait at once. */
  private @Nullable Progress<T> progress;

  Execution(Pipeline pipeline, Operation<T> operation, Request request, CallSettings settings) {
    this(pipeline, operation, request, settings, pipeline.time().nanos());
  }

  private Execution(
      Pipeline pipeline,
      Operation<T> operation,
      Request request,
      CallSettings settings,
      long startedAt) {
    super(
        pipeline,
        pipeline.limitKey(operation, request, settings),
        settings.callTimeout().isZero()
            ? Time.NEVER
            : Time.plus(startedAt, Time.nanosOf(settings.callTimeout())));
    this.operation = operation;
    this.request = new WaitingRequest(request);
    this.settings = settings;
    this.startedAt = startedAt;
    pipeline.retry(operation); // so that the registry has it from now on
  }

  @Override
  final void begin() {
    observers().begun(limitKey);
    super.begin();
    if (stage == Stage.WAITING) {
      request.shrink();
    }
  }

  @Override
  final boolean isBackground() {
    return settings.priority() == Priority.BACKGROUND;
  }

  /** The last response that was no success, for those who want it as it is. */
  final Outcome.@Nullable Unsuccessful<T> lastError() {
    return progress().lastError;
  }

  /** The call succeeded. */
  abstract void succeeded(Success<T> success);

  /** The call failed. */
  abstract void failed(DatagridException failure);

  /** Whether an interrupt of the thread that runs {@link #advance} means this call. */
  abstract boolean heedsInterrupts();

  @Override
  final void work(Stage due) {
    switch (due) {
      case GRANTED -> attempt();
      case REFUSED -> fail(refusal());
      case EXPIRED -> fail(failures().expired(progress().attempts));
      default ->
          fail(failures().aborted(Objects.requireNonNull(aborted), null, progress().attempts));
    }
  }

  /** The waiting thread was interrupted. */
  final void interrupted() {
    stopWaiting();
    Thread.currentThread().interrupt();
    fail(failures().interrupted(null, progress().attempts));
  }

  @Override
  final void cancelExchange() {
    okhttp3.Call running = exchange;
    if (running != null) {
      running.cancel();
    }
  }

  private void attempt() {
    stopPause();
    if (timeLeft() <= 0) {
      leaveQueue();
      fail(failures().expired(progress().attempts));
      return;
    }
    Outcome<T> outcome = timedExchange();
    if (outcome instanceof Outcome.Success<T> success) {
      pipeline.report(() -> progress().retry(pipeline, operation).onComplete());
      succeed(success);
    } else if (outcome instanceof Outcome.Failure<T> failure) {
      follow(failure);
    }
  }

  private Outcome<T> timedExchange() {
    Progress<T> now = progress();
    long begin = time().nanos();
    long queued = now.beginAttempt(begin);
    Outcome<T> outcome = exchange();
    now.endAttempt(time().nanos(), outcome);
    observers().attempted(operation, now.attempts, outcome, queued, now.lastEnd - begin);
    return outcome;
  }

  private void succeed(Outcome.Success<T> outcome) {
    Success<T> success = progress().success(outcome);
    observers().succeeded(operation, success);
    try {
      succeeded(success);
    } finally {
      pipeline.live().ended(this);
    }
  }

  private void follow(Outcome.Failure<T> outcome) {
    progress().lastError = outcome instanceof Outcome.Unsuccessful<T> error ? error : null;
    if (outcome instanceof Outcome.Broken<T> broken) {
      Abort abort = aborted;
      if (abort != null) {
        fail(failures().aborted(abort, broken.cause(), progress().attempts));
        return;
      }
      if (heedsInterrupts() && Thread.currentThread().isInterrupted()) {
        fail(failures().interrupted(broken.cause(), progress().attempts));
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
    Attempt<T> attempt =
        new Attempt<>(operation, Objects.requireNonNull(permit), time(), pipeline.settings());
    try {
      String apiKey;
      try {
        apiKey = pipeline.apiKey();
      } catch (Throwable e) { // the supplier is the user's: whatever it throws ends this call only
        return new Outcome.Crashed<>("the supplier of the API key", e);
      }
      if (timeLeft() <= 0) {
        return new Outcome.Broken<>(
            new IOException("the supplier of the API key took longer than the callTimeout"),
            /* sent= */ false,
            Outcome.Cut.CALL_TIMEOUT);
      }
      Outcome<T> outcome = exchange(attempt, apiKey);
      if (aborted == null && RetryPolicy.isRepeatedAtOnce(state(), outcome)) {
        outcome = exchange(attempt, apiKey);
      }
      Progress<T> now = progress();
      now.isKeyRenewed = !now.wasKeyRenewed && isKeyRenewed(outcome, apiKey);
      now.wasKeyRenewed |= now.isKeyRenewed;
      return outcome;
    } finally {
      attempt.release();
    }
  }

  private Outcome<T> exchange(Attempt<T> attempt, String apiKey) {
    try {
      okhttp3.Call call = pipeline.newCall(request, settings, apiKey, attempt);
      exchange = call;
      if (aborted != null) {
        call.cancel(); // aborted before the exchange was there to cancel
      }
      long timeLeft = timeLeft();
      long timeout = Time.nanosOf(settings.attemptTimeout());
      return timeLeft < timeout
          ? attempt.run(call, timeLeft, Outcome.Cut.CALL_TIMEOUT)
          : attempt.run(call, timeout, Outcome.Cut.ATTEMPT_TIMEOUT);
    } catch (Throwable e) { // what makes the call is the user's, and its timer may have no thread
      return new Outcome.Crashed<>("the begin of an exchange", e);
    } finally {
      exchange = null;
    }
  }

  private boolean isKeyRenewed(Outcome<T> outcome, String used) {
    if (!(outcome instanceof Outcome.Unsuccessful<T> error) || error.error().statusCode() != 401) {
      return false;
    }
    try {
      return !pipeline.apiKey().equals(used);
    } catch (Throwable e) { // the supplier is the user's, and has nothing better than the 401
      return false;
    }
  }

  private RetryPolicy.CallState state() {
    Progress<T> now = progress();
    return new RetryPolicy.CallState(
        operation.toString(),
        operation.isIdempotent()
            || request.hasHeader(CallSettings.IDEMPOTENCY_KEY)
            || settings.hasIdempotencyKey(),
        request.isRepeatable(),
        now.isKeyRenewed,
        now.attempts,
        now.rejections,
        now.faults,
        settings.maxRetries(),
        settings.attemptTimeout(),
        pipeline.settings().maxRetryAfter(),
        timeLeft(),
        ThreadLocalRandom.current().nextDouble(),
        time()::instant);
  }

  private void tryAgain(Decision.Retry next) {
    Progress<T> now = progress();
    now.rejections = now.wasRejected() ? now.rejections + 1 : 0;
    now.faults += next.throttled() ? 0 : 1;
    now.failures.add(next.failure());
    now.tellTimes(next.failure(), time().nanos());
    next.failure().retryIn(next.throttled() ? pauseNanos(next.waitNanos()) : next.waitNanos());
    pipeline.report(() -> progress().retry(pipeline, operation).onError(next.failure()));
    waitAgain(next.throttled() ? 0 : next.waitNanos());
  }

  /** How long the limiter pauses, which it decides when the server does not say. */
  private long pauseNanos(long demanded) {
    return limiter()
        .state()
        .pause()
        .map(pause -> Math.max(demanded, pause.toNanos()))
        .orElse(demanded);
  }

  private CallObservers observers() {
    return pipeline.observers();
  }

  private CallFailures failures() {
    return new CallFailures(operation.toString(), settings.callTimeout());
  }

  private Progress<T> progress() {
    Progress<T> now = progress;
    if (now == null) {
      now = new Progress<>(startedAt);
      progress = now;
    }
    return now;
  }

  private DatagridException refusal() {
    Duration wait = Duration.ofNanos(requiredWait);
    Progress<T> now = progress();
    if (now.wasRejected()) {
      now.failures.remove(now.failures.size() - 1); // the same failure, now with what came of it
      return failures().refused(wait, Objects.requireNonNull(now.lastError), now.attempts);
    }
    return failures().refused(wait, now.attempts);
  }

  private void fail(DatagridException failure) {
    progress().tellAll(failure, time().nanos());
    observers().failed(operation, failure, aborted);
    pipeline.report(() -> progress().retry(pipeline, operation).onError(failure));
    try {
      failed(failure);
    } finally {
      pipeline.live().ended(this);
    }
  }
}
