package com.datagrid.client;

import com.datagrid.client.api.ConnectionsApi;
import com.datagrid.client.internal.Arguments;
import com.datagrid.client.internal.Checks;
import com.datagrid.client.internal.Json;
import com.datagrid.client.internal.JsonConverters;
import com.datagrid.client.internal.TextConverters;
import com.datagrid.client.ratelimit.Fleet;
import com.datagrid.client.ratelimit.RateLimitKey;
import com.datagrid.client.ratelimit.RateLimitStatus;
import com.datagrid.client.ratelimit.internal.RateLimitSettings;
import com.datagrid.client.ratelimit.internal.SharedWindows;
import com.datagrid.client.ratelimit.internal.SlidingWindowRateLimiterRegistry;
import com.datagrid.client.ratelimit.internal.SystemTime;
import com.datagrid.client.ratelimit.internal.Time;
import com.google.gson.Gson;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.github.resilience4j.retry.RetryRegistry;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Retrofit;

/**
 * A client of the Datagrid API. Create one and share it: it is thread-safe, and all its calls keep
 * to one rate limit.
 *
 * <pre>{@code
 * try (DatagridClient client = DatagridClient.fromEnv()) {
 *   Connection connection = client.connections().update("conn_123", "Sales");
 * }
 * }</pre>
 *
 * <p>Calls beyond the limit of their operation queue until the server will accept them, for at most
 * the {@linkplain Builder#callTimeout call timeout} of 3 minutes; batch work sets {@link
 * Duration#ZERO}, no timeout. A call whose turn would come too late is refused at once.
 *
 * <p>An open client does not keep the JVM alive.
 */
public final class DatagridClient implements AutoCloseable {

  private final Pipeline pipeline;
  private final Retrofit retrofit;
  private final Gson gson = Json.gson();
  private final Connections connections;
  private final HttpTransport transport;

  private DatagridClient(Pipeline pipeline, HttpTransport transport) {
    this.pipeline = pipeline;
    this.transport = transport;
    OkHttpClient requests = transport.requestsOnly();
    this.retrofit = retrofit(requests, /* bodyRequired= */ false);
    this.connections =
        new ConnectionsFacade(
            pipeline, retrofit(requests, /* bodyRequired= */ true).create(ConnectionsApi.class));
  }

  private Retrofit retrofit(OkHttpClient requests, boolean bodyRequired) {
    return new Retrofit.Builder()
        .baseUrl(pipeline.settings().baseUrl())
        .callFactory(requests)
        .addCallAdapterFactory(
            new ResilientCallAdapterFactory(pipeline, new Arguments(gson), bodyRequired))
        .addConverterFactory(new TextConverters(gson))
        .addConverterFactory(new JsonConverters(gson))
        .build();
  }

  /**
   * A client from the environment: {@code builder().fromEnv().build()}.
   *
   * @return the client
   * @throws IllegalStateException if {@code DATAGRID_API_KEY} is not set
   * @throws IllegalArgumentException if a variable is invalid
   */
  public static DatagridClient fromEnv() {
    return builder().fromEnv().build();
  }

  /** {@return a builder with all defaults, which reads nothing from the environment} */
  public static Builder builder() {
    return new Builder();
  }

  /** {@return the connections to third-party services} */
  public Connections connections() {
    return connections;
  }

  /**
   * A Retrofit interface: a generated one, for operations without a method of their own here, or
   * your own, for endpoints that the OpenAPI document lacks. Its calls have the same limiter and
   * retries, and otherwise keep Retrofit's contract:
   *
   * <ul>
   *   <li>A parameter that is null where it must not be, or that would change the path, is an
   *       {@link IllegalArgumentException} of the interface's method, before there is a call. So is
   *       a method without Retrofit's annotations.
   *   <li>{@code execute()} and {@code enqueue(..)} of a closed client throw {@link
   *       IllegalStateException}.
   *   <li>Any final status is a {@link retrofit2.Response}. Its {@code errorBody()} is the text of
   *       at most 64 KiB, encoded anew.
   *   <li>A broken exchange and {@code cancel()} are the plain {@link java.io.IOException}; a
   *       timeout of the call, an invalid body, closing or an interrupt is one with this library's
   *       exception as its cause.
   *   <li>The body of a streamed download is yours to read and close: neither the call's timeout
   *       nor canceling ends it any more, but each wait for more of it takes the attempt timeout at
   *       most.
   *   <li>The callbacks of {@code enqueue(..)} run on the {@linkplain Builder#callbackExecutor
   *       callback executor}.
   *   <li>{@code timeout()} shortens the client's {@linkplain Builder#callTimeout call timeout}.
   * </ul>
   *
   * <p>{@link #execute} adds typed errors.
   *
   * @param generatedApi the interface
   * @param <A> the interface
   * @return an implementation that belongs to this client
   * @throws IllegalArgumentException if it is no interface, or has type parameters; its methods are
   *     checked when they are called
   */
  public <A> A api(Class<A> generatedApi) {
    Objects.requireNonNull(generatedApi, "generatedApi");
    return Arguments.withOptionalBodies(generatedApi, retrofit.create(generatedApi));
  }

  /**
   * {@link #execute(retrofit2.Call, RequestOptions)} with default options.
   *
   * @param call an unexecuted call of this client
   * @param <T> the type of the response's body
   * @return the response, whose status is a success
   */
  public <T> ApiResponse<T> execute(retrofit2.Call<T> call) {
    return execute(call, RequestOptions.none());
  }

  /**
   * Executes a call of an interface from {@link #api}, and throws what the methods of {@link
   * Connections} throw.
   *
   * @param call an unexecuted call of this client
   * @param options overrides for this call
   * @param <T> the type of the response's body
   * @return the response, whose status is a success
   * @throws IllegalArgumentException if the call is not of this client
   * @throws IllegalStateException if the call was executed before, or the client is closed
   */
  public <T> ApiResponse<T> execute(retrofit2.Call<T> call, RequestOptions options) {
    return own(call, options).executeTyped(options);
  }

  /**
   * {@link #executeAsync(retrofit2.Call, RequestOptions)} with default options.
   *
   * @param call an unexecuted call of this client
   * @param <T> the type of the response's body
   * @return the response, when it is there
   */
  public <T> CompletableFuture<ApiResponse<T>> executeAsync(retrofit2.Call<T> call) {
    return executeAsync(call, RequestOptions.none());
  }

  /**
   * {@link #execute(retrofit2.Call, RequestOptions)} without waiting. Invalid arguments throw at
   * once; everything else fails the future. Canceling the future cancels the call; canceling one
   * derived from it, by {@code thenApply} for instance, does not.
   *
   * @param call an unexecuted call of this client
   * @param options overrides for this call
   * @param <T> the type of the response's body
   * @return the response, when it is there
   * @throws IllegalArgumentException if the call is not of this client
   * @throws IllegalStateException if the call was executed before, or the client is closed
   */
  public <T> CompletableFuture<ApiResponse<T>> executeAsync(
      retrofit2.Call<T> call, RequestOptions options) {
    return own(call, options).executeAsync(options, Function.identity());
  }

  /**
   * A list that comes in pages, all of it in one line:
   *
   * <pre>{@code
   * client
   *     .paginate(api::listItems, ItemList::getData, NextPage.token(ItemList::getNextCursor))
   *     .forEach(System.out::println);
   * }</pre>
   *
   * <p>No call is made before the first item is asked for.
   *
   * @param page makes the call for a page, with the cursor; null for the first page
   * @param items what a page has; null means none
   * @param next where the next page begins
   * @param <P> the type of a page
   * @param <T> the type of an item
   * @return the list, whose pages are read as they are iterated
   */
  public <P, T> Paginated<T> paginate(
      Function<@Nullable String, retrofit2.Call<P>> page,
      Function<P, List<T>> items,
      NextPage<P, T> next) {
    Objects.requireNonNull(page, "page");
    Objects.requireNonNull(items, "items");
    Objects.requireNonNull(next, "next");
    return Paginated.of(cursor -> execute(page.apply(cursor)), items, next);
  }

  /**
   * The events of a response of type {@code text/event-stream} or {@code application/json-seq}, or
   * with one JSON value in each line. Waits for its headers, and fails as {@link #execute} does. To
   * be closed:
   *
   * <pre>{@code
   * try (EventStream<Event> events = client.events(api.converse(request), Event.class)) {
   *   events.forEach(System.out::println);
   * }
   * }</pre>
   *
   * @param call a call of this client that was not executed
   * @param type what the JSON of an event is read as; {@code String.class}: its text as it is
   * @param <T> the type of an event
   * @return the events, which are read as they are iterated
   * @throws IllegalArgumentException if the call is not of this client
   * @throws IllegalStateException if the call was executed before, or the client is closed
   */
  public <T> EventStream<T> events(retrofit2.Call<ResponseBody> call, Class<T> type) {
    EventStream.Parser<T> parser =
        Objects.requireNonNull(type, "type") == String.class
            ? type::cast
            : new JsonConverters(gson).parser(type)::convert;
    Success<ResponseBody> success = own(call, RequestOptions.none()).block(RequestOptions.none());
    return new EventStream<>(
        ResilientCall.response(success),
        parser,
        pipeline.settings().maxResponseBytes(),
        ForeignText.inResponseTo(success.outcome().response().request()));
  }

  private <T> ResilientCall<T> own(retrofit2.Call<T> call, RequestOptions options) {
    Objects.requireNonNull(call, "call");
    Objects.requireNonNull(options, "options");
    return ResilientCall.of(pipeline, call);
  }

  /** {@return a snapshot of every rate limit that calls have met so far} */
  public Map<RateLimitKey, RateLimitStatus> rateLimits() {
    return pipeline.rateLimits();
  }

  /**
   * The limiters, for metrics, events, and calls that this library does not make. They are named
   * {@code METHOD path}; of several teamspaces, the first one in use has that name and the others
   * are named {@code METHOD path@teamspace}.
   *
   * <p>Event consumers must not block: they may run on the timer thread that all calls share.
   *
   * @return the registry that this client uses
   */
  public RateLimiterRegistry rateLimiterRegistry() {
    return pipeline.limiters();
  }

  /**
   * The retries, for metrics and events, named {@code METHOD path}. A call that fails after retries
   * counts as failed without retry, since one {@code maxAttempts} cannot hold the budgets of both
   * faults and 429s.
   *
   * <p>The events are {@code onRetry} for every attempt that another one follows, {@code onSuccess}
   * for a success after retries, and {@code onIgnoredError}, never {@code onError}, for a failed
   * call, sent or not. A success at the first attempt publishes nothing. Consumers run on the
   * threads of calls: one that blocks delays its call.
   *
   * @return the registry that this client uses
   */
  public RetryRegistry retryRegistry() {
    return pipeline.retries();
  }

  /**
   * Fails all calls that wait or run with {@link ClientClosedException}, and later ones with {@link
   * IllegalStateException}. Idempotent. A borrowed {@code httpClient} stays open, and so does a
   * client that shares the rate limits.
   */
  @Override
  public void close() {
    pipeline.close();
    transport.close();
  }

  /**
   * Takes no more calls, lets those that wait or run end, their futures and callbacks included, and
   * then closes as {@link #close()} does. A call that waits for a retry goes on. Calls that begin
   * meanwhile fail with {@link IllegalStateException}. Blocks the calling thread, so not for a
   * callback of a call, which would wait for itself. Interrupted, it closes at once and the
   * thread's flag is set again.
   *
   * @param timeout how long to wait at most; zero closes at once
   * @return whether all calls ended in time; if not, the log says how many were dropped
   * @throws IllegalArgumentException if {@code timeout} is negative
   */
  public boolean close(Duration timeout) {
    Checks.notNegative("timeout", timeout);
    try {
      return pipeline.close(timeout);
    } finally {
      transport.close();
    }
  }

  /** For metrics. */
  Pipeline pipeline() {
    return pipeline;
  }

  /** Without any secret. */
  @Override
  public String toString() {
    return "DatagridClient[" + pipeline.settings().baseUrl() + "]";
  }

  /**
   * Builds a {@link DatagridClient}. Not thread-safe. Every setter throws {@link
   * NullPointerException} or {@link IllegalArgumentException} at once if its argument is invalid.
   */
  public static final class Builder {

    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private @Nullable Supplier<String> apiKey;
    private Optional<String> teamspace = Optional.empty();
    private String baseUrl = Defaults.BASE_URL;
    private boolean plainHttp;
    private Duration attemptTimeout = Defaults.ATTEMPT_TIMEOUT;
    private Duration connectTimeout = Defaults.CONNECT_TIMEOUT;
    private Duration maxConnectionAge = Defaults.MAX_CONNECTION_AGE;
    private Duration callTimeout = Defaults.CALL_TIMEOUT;
    private int maxRetries = Defaults.MAX_RETRIES;
    private Optional<Duration> maxRetryAfter = Optional.empty();
    private long maxResponseBytes = Defaults.MAX_RESPONSE_BYTES;
    private OptionalInt initialRateLimit = OptionalInt.empty();
    private Optional<Double> rateLimitShare = Optional.empty();
    private Optional<Duration> rateLimitWindow = Optional.empty();
    private Optional<Boolean> useRemainingHeader = Optional.empty();
    private boolean limitPerPath;
    private Optional<SharedWindows> fleet = Optional.empty();
    private @Nullable SlidingWindowRateLimiterRegistry sharedLimits;
    private @Nullable OkHttpClient httpClient;
    private @Nullable Supplier<UnaryOperator<Runnable>> contextCapture;
    private Time time = new SystemTime();
    private Function<Time, CallExecutors> executors = CallExecutors::new;
    private Function<OkHttpClient, okhttp3.Call.Factory> callFactory = client -> client;
    private @Nullable Executor callbackExecutor;

    private Builder() {}

    /**
     * Reads the environment variables that the vendor's SDKs read: {@code DATAGRID_API_KEY}, {@code
     * DATAGRID_TEAMSPACE_ID}, {@code DATAGRID_BASE_URL}, and {@code DATAGRID_CUSTOM_HEADERS}, which
     * has a line {@code name: value} for each header. A variable that is absent or blank changes
     * nothing, and of two calls that set the same the later wins.
     *
     * @return this builder
     * @throws IllegalArgumentException if a variable is invalid; the message names it, and shows no
     *     secret
     */
    public Builder fromEnv() {
      return fromEnv(System::getenv);
    }

    /** For tests: another environment. */
    Builder fromEnv(UnaryOperator<@Nullable String> environment) {
      read(environment, "DATAGRID_API_KEY", this::apiKey);
      read(environment, "DATAGRID_TEAMSPACE_ID", this::teamspace);
      read(environment, "DATAGRID_BASE_URL", this::baseUrl);
      read(environment, "DATAGRID_CUSTOM_HEADERS", this::headers);
      return this;
    }

    private static void read(
        UnaryOperator<@Nullable String> environment, String name, Consumer<String> setter) {
      String value = environment.apply(name);
      if (value == null || value.isBlank()) {
        return;
      }
      try {
        setter.accept(value);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(name + " is invalid: " + e.getMessage(), e);
      }
    }

    private void headers(String lines) {
      Checks.headerLines(lines).forEach(this::header);
    }

    /**
     * The API key; required.
     *
     * @param apiKey the key
     * @return this builder
     * @throws IllegalArgumentException if it is blank or not printable ASCII
     */
    public Builder apiKey(String apiKey) {
      String checked = Checks.headerValue("apiKey", apiKey);
      return apiKey(() -> checked);
    }

    /**
     * A supplier of the API key, called for every attempt, so that the key can be rotated. It runs
     * on the calling thread or a thread of the client and may block: its time counts towards the
     * call timeout but not the attempt timeout, and neither interrupts it. If it throws, the call
     * fails with a {@link DatagridException} with the exception as its cause.
     *
     * @param apiKey gives the key; what it gives must be printable ASCII
     * @return this builder
     */
    public Builder apiKey(Supplier<String> apiKey) {
      this.apiKey = Objects.requireNonNull(apiKey, "apiKey");
      return this;
    }

    /**
     * The teamspace of all calls, sent as {@code Datagrid-Teamspace}. Default: none; the service
     * takes the one that the key belongs to.
     *
     * @param teamspace its id
     * @return this builder
     * @throws IllegalArgumentException if it is blank or not printable ASCII
     */
    public Builder teamspace(String teamspace) {
      this.teamspace = Optional.of(Checks.headerValue("teamspace", teamspace));
      return this;
    }

    /**
     * The URL that paths are appended to. Default: {@code https://api.datagrid.com/v1}. Plain http
     * is for loopback only, that is for the hosts {@code localhost}, {@code 127.x.x.x} and {@code
     * [::1]}; {@link #build} checks that.
     *
     * @param baseUrl an http or https URL, with or without a slash at its end
     * @return this builder
     */
    public Builder baseUrl(String baseUrl) {
      Checks.baseUrl(baseUrl, true);
      this.baseUrl = baseUrl;
      return this;
    }

    /**
     * Allows plain http to any host, for sidecars and test networks: the key is sent in the clear.
     *
     * @return this builder
     */
    public Builder allowPlainHttp() {
      plainHttp = true;
      return this;
    }

    /**
     * How long one HTTP exchange may take, from connecting to the end of the body. Default: 60 s.
     *
     * @param attemptTimeout the time, more than zero
     * @return this builder
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder attemptTimeout(Duration attemptTimeout) {
      this.attemptTimeout = Checks.positive("attemptTimeout", attemptTimeout);
      return this;
    }

    /**
     * How long connecting to one address may take; at most half of the {@link #attemptTimeout}, so
     * that there is time for another address. Default: 5 s.
     *
     * @param connectTimeout the time, more than zero
     * @return this builder
     * @throws IllegalArgumentException if it is not positive, or more than 24 days
     */
    public Builder connectTimeout(Duration connectTimeout) {
      this.connectTimeout =
          Checks.atMost(
              "connectTimeout",
              Defaults.LONGEST_CONNECT_TIMEOUT,
              Checks.positive("connectTimeout", connectTimeout));
      return this;
    }

    /**
     * How long a connection takes new requests, so that the client follows a host name that moves
     * to another address. Default: 5 minutes.
     *
     * @param maxConnectionAge the time
     * @return this builder
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder maxConnectionAge(Duration maxConnectionAge) {
      this.maxConnectionAge = Checks.positive("maxConnectionAge", maxConnectionAge);
      return this;
    }

    /**
     * How long a call may take in all: queue, attempts, pauses. {@link Duration#ZERO} means no
     * timeout, for batch work. Default: 3 minutes, in which about 600 queued calls get their turn
     * at 200 per minute.
     *
     * @param callTimeout the time; zero for none
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public Builder callTimeout(Duration callTimeout) {
      this.callTimeout = Checks.notNegative("callTimeout", callTimeout);
      return this;
    }

    /**
     * How often a call is retried after a connection fault, a 408 or a 5xx; if the server may have
     * carried it out, only if it is idempotent. 429s do not count. Default: 2.
     *
     * @param maxRetries the number; 0 for none
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public Builder maxRetries(int maxRetries) {
      this.maxRetries = Checks.notNegative("maxRetries", maxRetries);
      return this;
    }

    /**
     * The longest pause that the client accepts; a call that the server tells to wait longer fails
     * at once. Default: 5 minutes.
     *
     * @param maxRetryAfter the time, more than zero
     * @return this builder
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder maxRetryAfter(Duration maxRetryAfter) {
      this.maxRetryAfter = Optional.of(Checks.positive("maxRetryAfter", maxRetryAfter));
      return this;
    }

    /**
     * The largest body of a success, in bytes. Default: 16 MiB. Error bodies are read up to 64 KiB.
     * Of a stream of events it bounds each event: its text in UTF-8, to the byte. Other streamed
     * bodies are not bounded.
     *
     * @param maxResponseBytes the number of bytes, more than 0
     * @return this builder
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder maxResponseBytes(long maxResponseBytes) {
      this.maxResponseBytes = Checks.positive("maxResponseBytes", maxResponseBytes);
      return this;
    }

    /**
     * The rate limit until the server names it. Default: none; a leader request learns it.
     *
     * @param requestsPerWindow the limit, at least 1
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder initialRateLimit(int requestsPerWindow) {
      initialRateLimit = OptionalInt.of(Checks.atLeastOne("initialRateLimit", requestsPerWindow));
      return this;
    }

    /**
     * The part of the server's limit that this client may use, {@code 1.0 / n} if n processes share
     * it. Default: 1.0.
     *
     * @param share the part, more than 0 and at most 1
     * @return this builder
     * @throws IllegalArgumentException if it is not more than 0 and at most 1
     */
    public Builder rateLimitShare(double share) {
      rateLimitShare = Optional.of(Checks.share("rateLimitShare", share));
      return this;
    }

    /**
     * The server's sliding window. Default: 60 s.
     *
     * @param window its length, more than zero
     * @return this builder
     * @throws IllegalArgumentException if it is not positive, or more than 366 days
     */
    public Builder rateLimitWindow(Duration window) {
      Checks.positive("rateLimitWindow", window);
      rateLimitWindow =
          Optional.of(Checks.atMost("rateLimitWindow", RateLimitSettings.MAX_WINDOW, window));
      return this;
    }

    /**
     * Whether {@code X-RateLimit-Remaining} tells what others use of the same limit: other
     * processes, or an earlier run of this one. The client leaves their slots to them and takes
     * spare ones slowly. Without others it changes nothing, and a header that contradicts what the
     * client knows is ignored from then on. Default: true.
     *
     * @param useRemainingHeader false to ignore the header
     * @return this builder
     */
    public Builder useRemainingHeader(boolean useRemainingHeader) {
      this.useRemainingHeader = Optional.of(useRemainingHeader);
      return this;
    }

    /**
     * Whether the server limits each concrete path, rather than each path template. Default: false.
     *
     * @param perPath true for a limit of each concrete path
     * @return this builder
     */
    public Builder rateLimitPerPath(boolean perPath) {
      limitPerPath = perPath;
      return this;
    }

    /**
     * Shares the rate limits of another client, so that both keep to one allowance. They come with
     * that client's window, share, initial limit, longest pause ({@link #maxRetryAfter}) and use of
     * the remaining-header; {@link #build} refuses these settings beside it. Either client may be
     * closed first.
     *
     * @param other the client whose limits these are, too
     * @return this builder
     */
    public Builder rateLimitsOf(DatagridClient other) {
      sharedLimits = Objects.requireNonNull(other, "other").pipeline.limiters();
      return this;
    }

    /**
     * Other processes that keep to the same limits, such as those of a {@code RedisFleet}: together
     * they use what one process alone could, and {@link #useRemainingHeader} is off. {@link
     * #rateLimitShare} is then the part of the fleet. A limit is that of a teamspace, and without
     * one of all that name none: fleets of several API keys need one each. The fleet is not closed
     * with the client. Default: none.
     *
     * @param fleet what the processes share
     * @return this builder
     * @throws IllegalArgumentException if it is not one that this library has made
     */
    public Builder fleet(Fleet fleet) {
      if (!(Objects.requireNonNull(fleet, "fleet") instanceof SharedWindows windows)) {
        throw new IllegalArgumentException(
            "fleet must be one of this library, such as a RedisFleet, but is of "
                + fleet.getClass());
      }
      this.fleet = Optional.of(windows);
      return this;
    }

    /**
     * A header of every request. Default: none beyond those of the client.
     *
     * @param name its name, in any case
     * @param value its value
     * @return this builder
     * @throws IllegalArgumentException if the name is not a header name, or the client sets that
     *     header itself, or the value is blank or not printable ASCII
     */
    public Builder header(String name, String value) {
      headers.put(Checks.headerName(name), Checks.headerValue("header " + name, value));
      return this;
    }

    /**
     * An OkHttp client whose connection pool, DNS, proxy, TLS, interceptors, authenticators, cookie
     * jar and event listener to use. It is not changed and not closed, and no connection of its
     * pool is evicted; those of this client are shared with nobody else. Dispatcher, redirects and
     * timeouts are this client's own, OkHttp's own retry is off, and its cache is not used, which
     * would give the response to one API key for another. A ping interval of HTTP/2 is 10 s, unless
     * it sets one. An interceptor or authenticator that sends a second time takes a second slot of
     * the rate limit, without waiting for it.
     *
     * @param httpClient the client to borrow from
     * @return this builder
     */
    public Builder httpClient(OkHttpClient httpClient) {
      this.httpClient = Objects.requireNonNull(httpClient, "httpClient");
      return this;
    }

    /**
     * The caller's context in asynchronous calls: trace, MDC, tenant. The supplier is called on the
     * caller's thread whenever an asynchronous call is made, and what it throws, the method that
     * makes the call throws. The operator that it gives wraps every task of that call on another
     * thread, in which the key supplier, interceptors and callbacks run, and which completes the
     * future. Nothing is wrapped on the caller's own thread. If the operator or what it gives
     * fails, the call goes on without. Default: none, and a task finds nothing of its caller's
     * context, nor of another's.
     *
     * <pre>{@code
     * contextCapture(() -> Context.current()::wrap) // OpenTelemetry
     * contextCapture(() -> snapshots.captureAll()::wrap) // a ContextSnapshotFactory of Micrometer
     * }</pre>
     *
     * @param contextCapture called when a call is made; gives what wraps its tasks
     * @return this builder
     */
    public Builder contextCapture(Supplier<UnaryOperator<Runnable>> contextCapture) {
      this.contextCapture = Objects.requireNonNull(contextCapture, "contextCapture");
      return this;
    }

    /** For StubTime, which gives users' tests virtual time, and finds this by reflection. */
    void time(Time time) {
      this.time = time;
    }

    /** For tests: virtual time. */
    Builder time(Time time, Function<Time, CallExecutors> executors) {
      this.time = time;
      this.executors = executors;
      return this;
    }

    /**
     * Wraps what makes the HTTP calls, for instrumentation such as OpenTelemetry's {@code
     * OkHttpTelemetry::createCallFactory}. {@link #build} calls the function with the {@link
     * OkHttpClient} that would make them, and a call does so again, on its thread, whenever the
     * client turns to new connections; what it returns makes a call for every attempt. That call
     * must keep the request's tags and go through the network interceptors of the given client:
     * from these the rate limiter learns what is sent and what comes back. Default: that client
     * itself.
     *
     * @param callFactory given the client that would make the calls, returns what makes them
     * @return this builder
     */
    public Builder callFactory(Function<OkHttpClient, okhttp3.Call.Factory> callFactory) {
      this.callFactory = Objects.requireNonNull(callFactory, "callFactory");
      return this;
    }

    /**
     * Where futures complete and the callbacks of {@link retrofit2.Call#enqueue} run. They are
     * handed over on a thread of this client that exists for that, so that an executor may block
     * its caller or use it. If the executor rejects one, it runs on that thread: every call ends.
     * Executors that discard tasks in silence leave futures incomplete. Default: daemon threads of
     * this client, which grow in number if callbacks block them.
     *
     * @param callbackExecutor runs callbacks, and completes futures
     * @return this builder
     */
    public Builder callbackExecutor(Executor callbackExecutor) {
      this.callbackExecutor = Objects.requireNonNull(callbackExecutor, "callbackExecutor");
      return this;
    }

    /**
     * Builds the client, which does not connect yet.
     *
     * @return the client, which is to be closed
     * @throws IllegalStateException if there is no API key, or a setting beside {@link
     *     #rateLimitsOf} that comes from the other client
     * @throws IllegalArgumentException if the base URL is plain http and its host is not loopback
     */
    public DatagridClient build() {
      if (apiKey == null) {
        throw new IllegalStateException(
            "no API key: set the environment variable DATAGRID_API_KEY and use"
                + " DatagridClient.fromEnv(), or give apiKey(..)");
      }
      HttpUrl url = Checks.baseUrl(baseUrl, plainHttp);
      SlidingWindowRateLimiterRegistry registry = registry();
      ClientSettings settings =
          new ClientSettings(
              apiKey,
              teamspace,
              url,
              attemptTimeout,
              callTimeout,
              maxRetries,
              registry.settings().maxRetryAfter(),
              maxResponseBytes,
              limitPerPath,
              Map.copyOf(headers),
              contextCapture);
      HttpTransport transport =
          new HttpTransport(
              httpClient,
              Collections.min(List.of(connectTimeout, attemptTimeout.dividedBy(2))),
              maxConnectionAge,
              callFactory,
              registry.time());
      Pipeline pipeline =
          new Pipeline(
              settings, transport, registry, executors.apply(registry.time()), callbackExecutor);
      return new DatagridClient(pipeline, transport);
    }

    private SlidingWindowRateLimiterRegistry registry() {
      if (sharedLimits == null) {
        return new SlidingWindowRateLimiterRegistry(
            new RateLimitSettings(
                rateLimitWindow.orElse(Defaults.RATE_LIMIT_WINDOW),
                rateLimitShare.orElse(Defaults.RATE_LIMIT_SHARE),
                initialRateLimit,
                maxRetryAfter.orElse(Defaults.MAX_RETRY_AFTER),
                useRemainingHeader.orElse(Defaults.USE_REMAINING)),
            fleet,
            time);
      }
      if (rateLimitWindow.isPresent()
          || rateLimitShare.isPresent()
          || initialRateLimit.isPresent()
          || maxRetryAfter.isPresent()
          || useRemainingHeader.isPresent()
          || fleet.isPresent()) {
        throw new IllegalStateException(
            "rateLimitsOf(..) brings the rateLimitWindow, rateLimitShare, initialRateLimit,"
                + " maxRetryAfter, useRemainingHeader and fleet of the other client: set them"
                + " there");
      }
      return sharedLimits;
    }
  }
}
