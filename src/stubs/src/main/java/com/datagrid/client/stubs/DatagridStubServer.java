package com.datagrid.client.stubs;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * A stand-in for the Datagrid API on a port of the loopback interface.
 *
 * <p>Every operation of the OpenAPI document answers with its success from {@link DatagridStubs}
 * until another stub is added to {@link #wireMock()}. A request without a bearer token is answered
 * 401. All others are counted in an exact {@link SlidingWindow} per teamspace (header {@code
 * Datagrid-Teamspace}), path template and method, stamped when the request is handled; over the
 * limit the answer is 429. Faults strike only requests that were admitted, and those have used
 * their slot. Requests outside the document's operations, and requests that no stub matches, are
 * left to WireMock: neither counted nor limited.
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
  private static final String LOOPBACK = "127.0.0.1";
  // Jetty's own threads included. Latency holds none: such answers wait in the scheduler.
  private static final int CONTAINER_THREADS = 32;
  private static final int DELAYED_ANSWER_THREADS = 4;
  // Java's default of 50 makes clients that open hundreds of connections at once wait a second for
  // some.
  private static final int ACCEPT_QUEUE = 1_024;

  private final RateLimits limits;
  private final FaultPlan faults;
  private final WireMockServer wireMock;
  private final String baseUrl;

  private DatagridStubServer(Builder builder) {
    ApiDocument document = ApiDocument.load();
    limits = new RateLimits(builder.limit, builder.window, builder.initiallyUsed, builder.clock);
    faults = new FaultPlan(builder.faults, builder.seed);
    wireMock =
        new WireMockServer(
            WireMockConfiguration.options()
                .bindAddress(LOOPBACK)
                .port(builder.port)
                // The service speaks HTTP/2 over TLS only.
                .http2PlainDisabled(true)
                .containerThreads(CONTAINER_THREADS)
                .jettyAcceptQueueSize(ACCEPT_QUEUE)
                .asynchronousResponseEnabled(true)
                .asynchronousResponseThreads(DELAYED_ANSWER_THREADS)
                .stubRequestLoggingDisabled(true) // it formats every request for nobody
                .maxRequestJournalEntries(builder.journalEntries)
                .mappingSource(new SuccessMappings(document))
                .extensions(
                    new Pages(document),
                    new ServiceBehaviour(
                        document,
                        limits,
                        faults,
                        builder.headers,
                        builder.minLatencyMillis,
                        builder.maxLatencyMillis)));
    wireMock.start();
    baseUrl = "http://" + LOOPBACK + ":" + wireMock.port() + document.basePath();
  }

  /** A server with all the defaults of {@link Builder}. */
  public static DatagridStubServer start() {
    return builder().start();
  }

  /** Settings for another server. */
  public static Builder builder() {
    return new Builder();
  }

  /** What a client takes as its base URL, such as {@code http://127.0.0.1:34567/v1}. */
  public String baseUrl() {
    return baseUrl;
  }

  /**
   * The server below, for stubs of one's own and for WireMock's {@code verify}, which sees the
   * requests that the {@linkplain Builder#journal(int) journal} still has.
   */
  public WireMockServer wireMock() {
    return wireMock;
  }

  /**
   * Changes the limit of all windows, from the next request on. What was admitted stays in its
   * window.
   *
   * @throws IllegalArgumentException if {@code limit} is less than 1
   */
  public void setLimit(int limit) {
    limits.setLimit(limit);
  }

  /**
   * Lets the next request that is admitted fail. Planned faults queue up and go before those by
   * chance.
   */
  public void failNext(StubFault fault) {
    failNext(1, fault);
  }

  /** Lets the next {@code requests} that are admitted fail. */
  public void failNext(int requests, StubFault fault) {
    faults.failNext(requests, fault);
  }

  /** What was counted since the start or the last {@link #reset()}. */
  public Counts counts() {
    return limits.counts();
  }

  /** Back to the start: limit, windows, counts, faults, stubs and journal. */
  public void reset() {
    limits.reset();
    faults.reset();
    wireMock.resetAll();
  }

  /** Stops the server and closes its connections. Closing it again does nothing. */
  @Override
  public void close() {
    wireMock.stop();
  }

  /**
   * Requests with a token to operations of the document, over all windows.
   *
   * @param accepted those that got a slot, whatever they were answered
   * @param rejected those answered 429 for the limit
   * @param maxInWindow the most that any window held at one time
   */
  public record Counts(long accepted, long rejected, int maxInWindow) {

    /** Accepted and rejected requests together. */
    public long total() {
      return accepted + rejected;
    }
  }

  /** Settings of a server. Not thread-safe; {@link #start()} can be called any number of times. */
  public static final class Builder {
    private int port;
    private int limit = 200;
    private Duration window = Duration.ofSeconds(60);
    private double initiallyUsed;
    private long minLatencyMillis;
    private long maxLatencyMillis;
    private RateLimitHeaders headers = RateLimitHeaders.ALL;
    private final List<FaultPlan.Chance> faults = new ArrayList<>();
    private long seed;
    private int journalEntries = 100;
    private InstantSource clock = steadyClock();

    private Builder() {}

    /** The port to listen on. Default 0, any free one. */
    public Builder port(int port) {
      this.port = port;
      return this;
    }

    /** Requests per window, at least 1. Default 200. */
    public Builder limit(int limit) {
      this.limit = SlidingWindow.requireLimit(limit);
      return this;
    }

    /** Length of the window, positive. Default 60 seconds. */
    public Builder window(Duration window) {
      this.window = SlidingWindow.requireWindow(window);
      return this;
    }

    /**
     * Share of the limit, from 0 to 1, that somebody else seems to have used, evenly over the last
     * window, when the first request comes. Default 0. A client that was restarted meets that.
     */
    public Builder initiallyUsed(double share) {
      this.initiallyUsed = requireShare("initiallyUsed", share);
      return this;
    }

    /**
     * How long every answer takes, after the request was stamped; whole milliseconds. Default 0.
     */
    public Builder latency(Duration latency) {
      return latency(latency, latency);
    }

    /** The same, drawn evenly between two bounds, both included. */
    public Builder latency(Duration min, Duration max) {
      if (min.isNegative() || min.compareTo(max) > 0) {
        throw new IllegalArgumentException("latency must be 0 <= min <= max: " + min + ", " + max);
      }
      minLatencyMillis = min.toMillis();
      maxLatencyMillis = max.toMillis();
      return this;
    }

    /** Which rate-limit headers are sent. Default {@link RateLimitHeaders#ALL}. */
    public Builder headers(RateLimitHeaders headers) {
      this.headers = headers;
      return this;
    }

    /**
     * Lets admitted requests fail by chance. May be called for several faults.
     *
     * @param probability from 0 to 1, and together with those before at most 1
     */
    public Builder fault(double probability, StubFault fault) {
      requireShare(
          "probability",
          probability + faults.stream().mapToDouble(FaultPlan.Chance::probability).sum());
      faults.add(new FaultPlan.Chance(requireShare("probability", probability), fault));
      return this;
    }

    /** Where the random choice of faults starts. Default 0, so the same sequence every time. */
    public Builder seed(long seed) {
      this.seed = seed;
      return this;
    }

    /**
     * How many of the last requests WireMock keeps for {@code verify}. Default 100. WireMock counts
     * them again at each request, so a thousand cost a quarter of the throughput; {@link
     * DatagridStubServer#counts()} needs none.
     */
    public Builder journal(int requests) {
      if (requests < 0) {
        throw new IllegalArgumentException("journal must not be negative: " + requests);
      }
      this.journalEntries = requests;
      return this;
    }

    /** For tests in virtual time. */
    Builder clock(InstantSource clock) {
      this.clock = clock;
      return this;
    }

    /**
     * Starts a server.
     *
     * @throws com.github.tomakehurst.wiremock.common.FatalStartupException if the port is in use
     */
    public DatagridStubServer start() {
      return new DatagridStubServer(this);
    }

    /** UTC that never jumps. */
    private static InstantSource steadyClock() {
      Instant start = Instant.now();
      long startNanos = System.nanoTime();
      return () -> start.plusNanos(System.nanoTime() - startNanos);
    }

    private static double requireShare(String name, double value) {
      if (!(value >= 0 && value <= 1)) {
        throw new IllegalArgumentException(name + " must be from 0 to 1: " + value);
      }
      return value;
    }
  }
}
