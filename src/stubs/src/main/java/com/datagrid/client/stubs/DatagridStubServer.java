package com.datagrid.client.stubs;

import com.datagrid.client.DatagridClient;
import com.github.tomakehurst.wiremock.WireMockServer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;

/**
 * A stand-in for the Datagrid API on a port of the loopback interface.
 *
 * <p>Every operation of the OpenAPI document responds with its success from {@link DatagridStubs}
 * until another stub is added to {@link #wireMock()}. What comes first decides:
 *
 * <ol>
 *   <li>A path that no operation has is a 404, a method that the path does not have a 405; neither
 *       counts. They are left to a stub of yours that matches.
 *   <li>A request without a bearer token is a 401 and does not count.
 *   <li>All others are counted in an exact {@link SlidingWindow} per teamspace (header {@code
 *       Datagrid-Teamspace}), path template and method, stamped when the request is handled; over
 *       the limit the response is 429.
 *   <li>A request that is not as the document has it is a 400 that names the field: parameters,
 *       media type (415 if the document has that), and bodies in JSON and of forms. A stub of yours
 *       that matches an operation's requests gets them unchecked.
 *   <li>A fault, if one is planned or comes by chance, is sent in place of the response.
 * </ol>
 *
 * <p>These errors are JSON in the shape that the API's errors have.
 *
 * <pre>{@code
 * try (DatagridStubServer server =
 *     DatagridStubServer.builder().limit(40).window(Duration.ofSeconds(6)).start()) {
 *   // point the client at server.baseUrl()
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class DatagridStubServer implements AutoCloseable {
  private final StubEngine engine;

  private DatagridStubServer(StubSettings settings) {
    engine = new StubEngine(ApiDocument.load(), settings);
  }

  /**
   * Settings for another server.
   *
   * @return the defaults
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * What a client takes as its base URL, such as {@code http://127.0.0.1:34567/v1}.
   *
   * @return without a slash at its end
   */
  public String baseUrl() {
    return engine.baseUrl();
  }

  /**
   * The server below, for stubs of one's own and for WireMock's {@code verify}, which sees the
   * requests that the {@linkplain Builder#journal(int) journal} still has. Of these none is
   * unmatched: a stub of the last resort responds where no other does.
   *
   * @return always the same one
   */
  public WireMockServer wireMock() {
    return engine.wireMock();
  }

  /**
   * Stops it as in an outage: connections end, and new ones are refused until {@link #start}. What
   * it knows stays: limit, windows, counts, requests, faults and stubs. Does nothing if it is
   * stopped.
   */
  public void stop() {
    engine.stop();
  }

  /**
   * Starts it again, on the port that it had. Does nothing if it runs.
   *
   * @throws com.github.tomakehurst.wiremock.common.FatalStartupException if the port was taken
   *     meanwhile
   */
  public void start() {
    engine.start();
  }

  /**
   * Changes the limit of all windows, from the next request on. What was admitted stays in its
   * window.
   *
   * @param limit requests per window
   * @throws IllegalArgumentException if {@code limit} is less than 1
   */
  public void setLimit(int limit) {
    engine.state().limits().setLimit(limit);
  }

  /**
   * Lets the next request that is admitted fail. Planned faults queue up and go before those by
   * chance; those for an {@linkplain #forId id} or {@linkplain #forOperation operation} go first.
   *
   * @param fault what goes wrong
   * @return for what comes then
   */
  public StubFaults failNext(StubFault fault) {
    return failNext(1, fault);
  }

  /**
   * Lets the next {@code requests} that are admitted fail; {@link Integer#MAX_VALUE} means all.
   *
   * @param requests how many
   * @param fault what goes wrong
   * @return for what comes then
   * @throws IllegalArgumentException if {@code requests} is negative
   */
  public StubFaults failNext(int requests, StubFault fault) {
    return faults(FaultPlan.Scope.ALL).failNext(requests, fault);
  }

  /**
   * Faults of one operation.
   *
   * @param operationId as in the OpenAPI document, such as {@code Connection.updateConnection}
   * @return for what goes wrong with it
   * @throws IllegalArgumentException if the document has no such operation; the message has all
   */
  public StubFaults forOperation(String operationId) {
    engine.document().require(operationId);
    return faults(FaultPlan.Scope.ofOperation(operationId));
  }

  /**
   * Faults of requests with this id as a parameter of their path, such as {@code conn_1}.
   *
   * @param id as in the path, decoded
   * @return for what goes wrong with them
   */
  public StubFaults forId(String id) {
    return faults(FaultPlan.Scope.ofId(Objects.requireNonNull(id, "id")));
  }

  private StubFaults faults(FaultPlan.Scope scope) {
    return new StubFaults(engine.state().faults(), scope);
  }

  /**
   * What was counted since the start or the last {@link #reset()}.
   *
   * @return a snapshot
   */
  public Counts counts() {
    return engine.state().limits().counts();
  }

  /**
   * What was received since the start or the last {@link #reset()}, in the order of the responses,
   * refused requests included. A request is in it before its client has the response. If there were
   * more than {@link Builder#requests(int)}, by default 10,000, or their bodies together have more
   * than 32 million characters, the oldest are left out; {@link #counts()} goes on.
   *
   * @return a snapshot, the oldest first
   */
  public List<StubRequest> requests() {
    return engine.state().requests().all();
  }

  /**
   * Lets this server and clients that are yet to be built share a clock that the test moves:
   *
   * <pre>{@code
   * DatagridClient.Builder settings =
   *     DatagridClient.builder().apiKey("test").baseUrl(server.baseUrl());
   * StubTime time = server.virtualTime(settings);
   * }</pre>
   *
   * <p>The windows are emptied. Called again, it gives the same clock to more clients. A {@link
   * #reset()} takes the server back to real time, and clients of this clock are of no use then.
   *
   * @param clients their settings
   * @return the clock
   */
  public StubTime virtualTime(DatagridClient.Builder... clients) {
    return engine.virtualTime(clients);
  }

  /**
   * Back to the start: limit, windows, counts, requests, faults, stubs, journal and clock. Starts
   * the server if it is stopped.
   */
  public void reset() {
    engine.reset();
  }

  /** Stops the server and closes its connections. Closing it again does nothing. */
  @Override
  public void close() {
    engine.close();
  }

  /**
   * Requests with a token to operations of the document, over all windows.
   *
   * @param accepted those that got a slot, whatever the response
   * @param rejected those that got a 429 for the limit
   * @param maxInWindow the most that any window held at one time
   */
  public record Counts(long accepted, long rejected, int maxInWindow) {

    /**
     * Accepted and rejected requests together.
     *
     * @return their sum
     */
    public long total() {
      return accepted + rejected;
    }
  }

  /** Settings of a server. Not thread-safe; {@link #start()} can be called any number of times. */
  public static final class Builder {
    private final StubSettings settings = new StubSettings();

    private Builder() {}

    /**
     * The port to listen on. Default 0, any free one.
     *
     * @param port from 0 to 65535
     * @return this
     */
    public Builder port(int port) {
      settings.port = port;
      return this;
    }

    /**
     * Requests per window, at least 1. Default 200.
     *
     * @param limit requests per window
     * @return this
     */
    public Builder limit(int limit) {
      settings.limit = SlidingWindow.requireLimit(limit);
      return this;
    }

    /**
     * Length of the window, positive. Default 60 seconds.
     *
     * @param window its length
     * @return this
     */
    public Builder window(Duration window) {
      settings.window = SlidingWindow.requireWindow(window);
      return this;
    }

    /**
     * Share of the limit, from 0 to 1, that somebody else seems to have used, evenly over the last
     * window, when the first request comes. Default 0. A client that was restarted meets that.
     *
     * @param share from 0 to 1
     * @return this
     */
    public Builder initiallyUsed(double share) {
      settings.initiallyUsed = StubSettings.requireShare("initiallyUsed", share);
      return this;
    }

    /**
     * How long every response takes, after the request was stamped; whole milliseconds. Default 0.
     *
     * @param latency not negative
     * @return this
     */
    public Builder latency(Duration latency) {
      return latency(latency, latency);
    }

    /**
     * The same, drawn evenly between two bounds, both included.
     *
     * @param min the shortest
     * @param max the longest
     * @return this
     */
    public Builder latency(Duration min, Duration max) {
      if (min.isNegative() || min.compareTo(max) > 0) {
        throw new IllegalArgumentException("latency must be 0 <= min <= max: " + min + ", " + max);
      }
      settings.minLatency = min;
      settings.maxLatency = max;
      return this;
    }

    /**
     * Which rate-limit headers are sent. Default {@link RateLimitHeaders#ALL}.
     *
     * @param headers which
     * @return this
     */
    public Builder headers(RateLimitHeaders headers) {
      settings.headers = headers;
      return this;
    }

    /**
     * Lets admitted requests fail by chance. May be called for several faults.
     *
     * @param fault what goes wrong
     * @param probability from 0 to 1, and together with those before at most 1
     * @return this
     */
    public Builder fault(double probability, StubFault fault) {
      StubSettings.requireShare(
          "probability",
          probability + settings.faults.stream().mapToDouble(FaultPlan.Chance::probability).sum());
      settings.faults.add(
          new FaultPlan.Chance(StubSettings.requireShare("probability", probability), fault));
      return this;
    }

    /**
     * Where the random choice of faults starts. Default 0, so the same sequence every time.
     *
     * @param seed any
     * @return this
     */
    public Builder seed(long seed) {
      settings.seed = seed;
      return this;
    }

    /**
     * How many of the last requests WireMock keeps for {@code verify}. Default 100. WireMock counts
     * them again at each request, so a thousand cost a quarter of the throughput; {@link
     * DatagridStubServer#requests()} and {@link DatagridStubServer#counts()} need none.
     *
     * @param requests how many
     * @return this
     */
    public Builder journal(int requests) {
      settings.journal = StubSettings.requireNotNegative("journal", requests);
      return this;
    }

    /**
     * How many of the last requests {@link DatagridStubServer#requests()} has. Default 10,000; each
     * takes about a kilobyte and its body.
     *
     * @param requests how many
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public Builder requests(int requests) {
      settings.requests = StubSettings.requireNotNegative("requests", requests);
      return this;
    }

    /** For tests: how much text the bodies of those have together. */
    Builder requestText(long characters) {
      settings.requestText = characters;
      return this;
    }

    /** For tests in virtual time. */
    Builder clock(InstantSource clock) {
      settings.clock = clock;
      return this;
    }

    /**
     * Starts a server.
     *
     * @return a running server
     * @throws com.github.tomakehurst.wiremock.common.FatalStartupException if the port is in use
     */
    public DatagridStubServer start() {
      return new DatagridStubServer(settings.copy());
    }
  }
}
