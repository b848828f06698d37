package com.datagrid.client;

import com.datagrid.client.ratelimit.internal.Permit;
import com.datagrid.client.ratelimit.internal.Time;
import io.github.resilience4j.retry.Retry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

  /** Of a draft of the IETF's: the server carries requests with the same value out once. */
  private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  private final Operation<T> operation;
  private final WaitingRequest request;
  private final CallSettings settings;
  private final long startedAt;

  private volatile okhttp3.@Nullable Call exchange;

  // Written and read by work(..) alone. What only an attempt needs is made then: many calls may
  // wait at once.
  private List<DatagridException> failures = List.of();
  private Retry.@Nullable AsyncContext<Object> retry;
  private Outcome.@Nullable Unsuccessful<T> lastError;
  private int attempts;
  private int rejections; // directly before this attempt
  private int faults;
  private boolean isKeyRenewed;
  private boolean wasKeyRenewed;

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
    return lastError;
  }

  /** The call succeeded. */
  abstract void succeeded(Success<T> success);

  /** The call failed. */
  abstract void failed(DatagridException failure);

  /** Whether an interrupt of the thread that runs {@link #advance} means this call. */
  abstract boolean heedsInterrupts();

  /** What a successful call gives. */
  record Success<T>(Outcome.Success<T> outcome, int attempts, Duration elapsed) {}

  @Override
  final void work(Stage due) {
    switch (due) {
      case GRANTED -> attempt();
      case REFUSED -> fail(refusal());
      case EXPIRED -> fail(failures().expired(attempts));
      default -> fail(failures().aborted(Objects.requireNonNull(aborted), null, attempts));
    }
  }

  /** The waiting thread was interrupted. */
  final void interrupted() {
    stopWaiting();
    Thread.currentThread().interrupt();
    fail(failures().interrupted(null, attempts));
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
      fail(failures().expired(attempts));
      return;
    }
    attempts++;
    Outcome<T> outcome = exchange();
    if (outcome instanceof Outcome.Success<T> success) {
      pipeline.report(() -> retry().onComplete());
      pipeline.ended(this);
      succeeded(new Success<>(success, attempts, Duration.ofNanos(time().nanos() - startedAt)));
    } else if (outcome instanceof Outcome.Failure<T> failure) {
      follow(failure);
    }
  }

  private void follow(Outcome.Failure<T> outcome) {
    lastError = outcome instanceof Outcome.Unsuccessful<T> error ? error : null;
    if (outcome instanceof Outcome.Broken<T> broken) {
      Abort abort = aborted;
      if (abort != null) {
        fail(failures().aborted(abort, broken.cause(), attempts));
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
    Attempt<T> attempt = new Attempt<>(operation, held, time(), pipeline.settings());
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
      isKeyRenewed = !wasKeyRenewed && isKeyRenewed(outcome, apiKey);
      wasKeyRenewed |= isKeyRenewed;
      return outcome;
    } finally {
      held.release();
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

  private boolean isIdempotent() {
    return operation.isIdempotent()
        || request.hasHeader(IDEMPOTENCY_KEY)
        || settings.headers().keySet().stream().anyMatch(IDEMPOTENCY_KEY::equalsIgnoreCase);
  }

  private RetryPolicy.CallState state() {
    return new RetryPolicy.CallState(
        operation.toString(),
        isIdempotent(),
        request.isRepeatable(),
        isKeyRenewed,
        attempts,
        rejections,
        faults,
        settings.maxRetries(),
        settings.attemptTimeout(),
        pipeline.settings().maxRetryAfter(),
        timeLeft(),
        ThreadLocalRandom.current().nextDouble(),
        time()::instant);
  }

  private void tryAgain(Decision.Retry next) {
    rejections = wasRejected() ? rejections + 1 : 0;
    faults += next.throttled() ? 0 : 1;
    failures = failures.isEmpty() ? new ArrayList<>() : failures;
    failures.add(next.failure());
    next.failure().retryIn(next.throttled() ? pauseNanos(next.waitNanos()) : next.waitNanos());
    pipeline.report(() -> retry().onError(next.failure()));
    waitAgain(next.throttled() ? 0 : next.waitNanos());
  }

  private boolean wasRejected() {
    Outcome.Unsuccessful<T> error = lastError;
    return error != null && error.error().statusCode() == 429;
  }

  /** How long the limiter pauses, which it decides when the server does not say. */
  private long pauseNanos(long demanded) {
    return limiter()
        .state()
        .pause()
        .map(pause -> Math.max(demanded, pause.toNanos()))
        .orElse(demanded);
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
    if (wasRejected()) {
      failures.remove(failures.size() - 1); // the same failure, now with what came of it
      return failures().refused(wait, Objects.requireNonNull(lastError), attempts);
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
