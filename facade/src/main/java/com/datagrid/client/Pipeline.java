package com.datagrid.client;

import com.datagrid.client.internal.Checks;
import com.datagrid.client.ratelimit.RateLimitKey;
import com.datagrid.client.ratelimit.RateLimitStatus;
import com.datagrid.client.ratelimit.internal.LimiterKey;
import com.datagrid.client.ratelimit.internal.LimiterState;
import com.datagrid.client.ratelimit.internal.SchedulingRateLimiter;
import com.datagrid.client.ratelimit.internal.SlidingWindowRateLimiterRegistry;
import com.datagrid.client.ratelimit.internal.Time;
import io.github.resilience4j.core.functions.Either;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.github.resilience4j.retry.RetryRegistry;
import java.lang.module.ModuleDescriptor;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all calls of one client share. Thread-safe. */
final class Pipeline {

  private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

  private static final String USER_AGENT = "datagrid-client-java/" + version();

  private final ClientSettings settings;
  private final CallSettings callSettings;
  private final okhttp3.Call.Factory http;
  private final SlidingWindowRateLimiterRegistry limiters;
  private final RetryRegistry retries = RetryRegistry.of(retryConfig());
  private final CallExecutors executors;
  private final @Nullable Executor callbackExecutor; // null: those of executors
  private final LiveCalls live;
  private final CallObservers observers = new CallObservers();

  Pipeline(
      ClientSettings settings,
      okhttp3.Call.Factory http,
      SlidingWindowRateLimiterRegistry limiters,
      CallExecutors executors,
      @Nullable Executor callbackExecutor) {
    this.settings = settings;
    this.callSettings = CallSettings.of(settings);
    this.http = http;
    this.limiters = limiters;
    this.executors = executors;
    this.callbackExecutor = callbackExecutor;
    this.live = new LiveCalls(limiters.time());
  }

  private static String version() {
    String inManifest = Pipeline.class.getPackage().getImplementationVersion();
    return Optional.ofNullable(Pipeline.class.getModule().getDescriptor())
        .flatMap(ModuleDescriptor::rawVersion)
        .or(() -> Optional.ofNullable(inManifest))
        .orElse("dev"); // run from classes, not from the jar
  }

  /**
   * Attempts are counted and reported; whether and when there is another, the decision has said by
   * then. So that the events are true, {@code maxAttempts} never takes part: one number cannot hold
   * both the budget for 429s and that for faults.
   */
  private static RetryConfig retryConfig() {
    return RetryConfig.custom()
        .maxAttempts(Integer.MAX_VALUE)
        .retryOnException(e -> e instanceof DatagridException failure && failure.retryIn() >= 0)
        .intervalBiFunction((attempt, result) -> retryInMillis(result))
        .build();
  }

  private static long retryInMillis(Either<Throwable, Object> result) {
    return result.getLeft() instanceof DatagridException failure
        ? Math.max(0, failure.retryIn() / 1_000_000)
        : 0;
  }

  ClientSettings settings() {
    return settings;
  }

  CallSettings callSettings(RequestOptions options) {
    return callSettings.with(options);
  }

  Time time() {
    return limiters.time();
  }

  /**
   * What wraps the tasks of a call that the current thread makes; null if none is configured.
   *
   * @throws RuntimeException whatever the user's supplier throws
   */
  @Nullable UnaryOperator<Runnable> captureContext() {
    Supplier<UnaryOperator<Runnable>> capture = settings.contextCapture();
    return capture == null
        ? null
        : Objects.requireNonNull(capture.get(), "what contextCapture gave");
  }

  CallExecutors executors() {
    return executors;
  }

  SlidingWindowRateLimiterRegistry limiters() {
    return limiters;
  }

  /** The state of every limit that a call has met. */
  Map<RateLimitKey, RateLimitStatus> rateLimits() {
    Map<RateLimitKey, RateLimitStatus> statuses = new LinkedHashMap<>();
    limiters.states().forEach((key, state) -> statuses.put(rateLimitKey(key), status(state)));
    return statuses;
  }

  private static RateLimitKey rateLimitKey(LimiterKey key) {
    int space = key.name().indexOf(' ');
    return RateLimitKey.of(
        key.scope(), key.name().substring(0, space), key.name().substring(space + 1));
  }

  private static RateLimitStatus status(LimiterState state) {
    return RateLimitStatus.of(
        state.limit(), state.used(), state.inFlight(), state.waiting(), state.pause());
  }

  RetryRegistry retries() {
    return retries;
  }

  Retry retry(Operation<?> operation) {
    return retries.retry(operation.toString());
  }

  /** What a call is counted under. */
  LimiterKey limitKey(Operation<?> operation, Request request, CallSettings call) {
    String path =
        settings.limitPerPath() ? Operation.pathBelow(request.url(), settings.baseUrl()) : null;
    return operation.key(call.teamspace(), path);
  }

  SchedulingRateLimiter limiter(LimiterKey key) {
    return limiters.limiter(key);
  }

  /**
   * The key for an attempt.
   *
   * @throws RuntimeException if the supplier of the API key fails or gives what cannot be a key
   */
  String apiKey() {
    return Checks.headerValue("the API key", settings.apiKey().get());
  }

  /** An exchange, ready to run: the request with all that the client adds. */
  okhttp3.Call newCall(
      WaitingRequest request, CallSettings call, String apiKey, Attempt<?> attempt) {
    Request.Builder builder = request.newBuilder(attempt::isChallenged);
    if (!call.queryParameters().isEmpty()) {
      HttpUrl.Builder url = request.url().newBuilder();
      call.queryParameters().forEach(url::setQueryParameter);
      builder.url(url.build());
    }
    if (!request.hasHeader("Accept")) {
      builder.header("Accept", "application/json");
    }
    builder.removeHeader("Expect"); // of an interface: OkHttp waits for a 100 without end
    builder.header("User-Agent", USER_AGENT);
    settings.headers().forEach(builder::header);
    call.headers().forEach(builder::header);
    builder.header("Authorization", "Bearer " + apiKey);
    call.teamspace().ifPresent(teamspace -> builder.header("Datagrid-Teamspace", teamspace));
    return http.newCall(builder.tag(Attempt.class, attempt).build());
  }

  // From the begin of calls to the end.

  CallObservers observers() {
    return observers;
  }

  LiveCalls live() {
    return live;
  }

  /**
   * Takes no more calls, and waits for those that there are, then ends the others.
   *
   * @return whether all ended by themselves
   */
  boolean close(Duration timeout) {
    try {
      return live.end(timeout);
    } finally {
      close();
    }
  }

  /** Ends all calls. */
  void close() {
    live.close();
    executors.close();
    observers.closed();
  }

  /**
   * Runs what tells the user how a call ended, on the user's executor if there is one. It is handed
   * over on a thread for callbacks: the executor may block its caller, run the task itself, or
   * reject it, upon which it runs here.
   */
  void complete(Runnable end) {
    Runnable told = live.telling(end); // before the call is removed from those that are live
    Executor users = callbackExecutor;
    if (users == null) {
      executors.call(told);
      return;
    }
    AtomicBoolean begun = new AtomicBoolean();
    Runnable once =
        () -> {
          if (begun.compareAndSet(false, true)) {
            told.run();
          }
        };
    executors.call(
        () -> {
          try {
            users.execute(once);
          } catch (RuntimeException | Error e) {
            if (begun.get()) {
              throw e; // it ran, and failed by itself
            }
            LOG.warn(
                "the callbackExecutor rejects the end of a call: it runs on another thread", e);
            once.run();
          }
        });
  }

  /** Tells Resilience4j, whose consumers of events are the user's and may throw. */
  void report(Runnable event) {
    try {
      event.run();
    } catch (Throwable e) { // an Error, too: the call goes on
      LOG.warn("a consumer of retry events failed", e);
    }
  }
}
