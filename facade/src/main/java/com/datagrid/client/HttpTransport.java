package com.datagrid.client;

import com.datagrid.client.ratelimit.internal.Time;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import okhttp3.Connection;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.Dns;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Makes the OkHttp calls of attempts, on connections that can be trusted. Thread-safe.
 *
 * <p>OkHttp has no means to take a connection out of a pool that others may use. But only clients
 * with the same {@link Dns} share connections. So connections come in generations, each of an
 * OkHttp client with a {@code Dns} of its own, on the same pool: to begin a generation is to trust
 * no connection that there is, while the exchanges that are under way there go on.
 */
final class HttpTransport implements okhttp3.Call.Factory {

  private final OkHttpClient base;
  private final @Nullable ConnectionPool ownPool; // null: it is the user's
  private final Function<OkHttpClient, okhttp3.Call.Factory> factory;
  private final Time time;
  private final long maxConnectionAge;
  private final AddressOrder addresses;
  private final AtomicReference<Generation> current;

  /**
   * Connects to nothing yet.
   *
   * @param borrowed what the user gave; null for an OkHttp client of our own
   * @param factory makes what makes the calls, for each generation
   */
  HttpTransport(
      @Nullable OkHttpClient borrowed,
      Duration connectTimeout,
      Duration maxConnectionAge,
      Function<OkHttpClient, okhttp3.Call.Factory> factory,
      Time time) {
    this.base = client(borrowed == null ? own() : borrowed, connectTimeout);
    this.ownPool = borrowed == null ? base.connectionPool() : null;
    this.factory = factory;
    this.time = time;
    this.maxConnectionAge = Time.nanosOf(maxConnectionAge);
    this.addresses = new AddressOrder(time);
    this.current = new AtomicReference<>(new Generation());
  }

  private static OkHttpClient own() {
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder()
            // OkHttp keeps 5: each burst behind the limit would connect anew
            .connectionPool(
                new ConnectionPool(
                    Defaults.ASYNC_EXCHANGES, Defaults.IDLE_CONNECTION_MINUTES, TimeUnit.MINUTES));
    try {
      // it connects on threads of OkHttp's, one for each call: no bound for blocking calls
      builder.fastFallback(false);
    } catch (NoSuchMethodError e) {
      // The user's project asks for OkHttp 4, which does not do so.
    }
    return builder.build();
  }

  private static OkHttpClient client(OkHttpClient given, Duration connectTimeout) {
    return given
        .newBuilder()
        .dispatcher(new Dispatcher()) // a borrowed one may be saturated; it starts no thread here
        .cache(null) // a borrowed one knows neither keys nor teamspaces
        .followRedirects(false) // OkHttp would turn a PATCH into a GET
        .followSslRedirects(false)
        .retryOnConnectionFailure(false) // the pipeline retries, through the limiter
        .connectTimeout(connectTimeout)
        .readTimeout(Duration.ZERO) // the attempt timeout covers these three
        .writeTimeout(Duration.ZERO)
        .callTimeout(Duration.ZERO)
        .pingInterval(
            given.pingIntervalMillis() == 0 // which means none
                ? Defaults.PING_INTERVAL
                : Duration.ofMillis(given.pingIntervalMillis()))
        .build();
  }

  /** For Retrofit, whose own calls only hold their request, so that nobody listens to them. */
  OkHttpClient requestsOnly() {
    return base.newBuilder().eventListener(EventListener.NONE).build();
  }

  @Override
  public okhttp3.Call newCall(Request request) {
    Generation generation = current();
    if (time.nanos() - generation.born >= maxConnectionAge) {
      generation = generation.replace();
    }
    return generation.factory.newCall(request);
  }

  private Generation current() {
    return Objects.requireNonNull(current.get());
  }

  /** Closes idle connections, if the pool is our own. */
  void close() {
    if (ownPool != null) {
      ownPool.evictAll();
    }
  }

  /** The client whose connections are trusted, until there is another. */
  private final class Generation implements Dns, Interceptor {

    private final long born = time.nanos();

    private final okhttp3.Call.Factory factory =
        Objects.requireNonNull(
            HttpTransport.this.factory.apply(
                base.newBuilder()
                    .dns(this)
                    .addNetworkInterceptor(this)
                    .addNetworkInterceptor(Attempt::intercept)
                    .build()),
            "what callFactory returns");

    /** When a response last came on a connection. */
    private final Map<Connection, Long> proven = Collections.synchronizedMap(new WeakHashMap<>());

    @Override
    public List<InetAddress> lookup(String hostname) throws UnknownHostException {
      return addresses.order(base.dns().lookup(hostname));
    }

    /** All calls from now on connect anew. Another thread may have seen to that already. */
    Generation replace() {
      if (current() == this && current.compareAndSet(this, new Generation())) {
        close();
      }
      return current();
    }

    @Override
    public Response intercept(Interceptor.Chain chain) throws IOException {
      Connection connection = Objects.requireNonNull(chain.connection());
      Long lastResponse = proven.get(connection);
      Response response;
      try {
        if (lastResponse != null) {
          refuseIfClosed(connection, time.nanos() - lastResponse);
        }
        response = chain.proceed(chain.request());
      } catch (IOException e) {
        withoutResponse(chain, lastResponse != null, e);
        throw e;
      }
      long now = time.nanos();
      proven.put(connection, now);
      addresses.responded(address(connection));
      if (response.code() >= 500 && now - born >= Defaults.LEAST_CONNECTION_AGE.toNanos()) {
        replace(); // the name may stand for another host by now
      }
      return response;
    }

    /**
     * A server that closes a connection while it is idle tells so, but OkHttp looks only after 10
     * seconds, and not before a GET. Nothing is sent yet.
     */
    private void refuseIfClosed(Connection connection, long idleNanos) throws IOException {
      if (idleNanos < Defaults.UNCHECKED_IDLENESS.toNanos() || isMultiplexed(connection)) {
        return; // over HTTP/2 OkHttp reads all the time
      }
      Socket socket = connection.socket();
      int timeout = socket.getSoTimeout();
      try {
        socket.setSoTimeout(1);
        int read = socket.getInputStream().read();
        throw new IOException(
            read == -1
                ? "the server has closed the idle connection"
                : "the server has sent something without a request");
      } catch (SocketTimeoutException e) {
        socket.setSoTimeout(timeout); // it is open
      }
    }

    /**
     * An exchange ended before there was a response. If the connection had served before, what the
     * others are worth is as doubtful; and one that fell silent may still be open.
     */
    private void withoutResponse(Interceptor.Chain chain, boolean reused, IOException e) {
      Attempt<?> attempt = chain.request().tag(Attempt.class);
      boolean cut = attempt != null && attempt.isCut();
      boolean unwanted =
          (chain.call().isCanceled() && !cut) || Thread.currentThread().isInterrupted();
      boolean silent = !unwanted && !(e instanceof ProtocolException); // which tells of a response
      if (silent && (reused || cut)) {
        replace();
      }
      if (attempt != null) {
        attempt.failed(silent && reused);
      }
    }
  }

  /**
   * Whether a server assures that a request over HTTP/2 was not processed (RFC 9113, 8.7), or the
   * connection was closed before the request had a stream. OkHttp's exceptions are internal to it.
   */
  static boolean isUnprocessed(IOException e) {
    return "stream was reset: REFUSED_STREAM".equals(e.getMessage())
        || e.getClass().getSimpleName().equals("ConnectionShutdownException");
  }

  private static boolean isMultiplexed(Connection connection) {
    return connection.protocol() == Protocol.HTTP_2
        || connection.protocol() == Protocol.H2_PRIOR_KNOWLEDGE;
  }

  /** Null if a proxy looks it up. */
  private static @Nullable InetAddress address(Connection connection) {
    return connection.route().socketAddress().getAddress();
  }
}
