package com.datagrid.client.bench;

import com.datagrid.client.DatagridClient;
import com.datagrid.client.InMemory;
import com.datagrid.client.api.ConnectionsApi;
import com.datagrid.client.model.Connection;
import com.datagrid.client.model.UpdateConnectionRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import javax.net.ServerSocketFactory;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import retrofit2.Response;
import retrofit2.Retrofit;
import retrofit2.converter.gson.GsonConverterFactory;

/**
 * A whole update over HTTP to a server in the same process, by the facade and by Retrofit alone.
 */
@State(Scope.Benchmark)
public class LoopbackBenchmark {

  private final MockWebServer server = startedServer();
  private final OkHttpClient http = InMemory.timedClient().build();

  private final DatagridClient client =
      DatagridClient.builder()
          .apiKey("key")
          .baseUrl(server.url("/v1/").toString())
          .callTimeout(Duration.ZERO)
          .rateLimitWindow(Duration.ofMillis(10))
          .build();

  private final ConnectionsApi bare =
      new Retrofit.Builder()
          .baseUrl(server.url("/v1/"))
          .callFactory(http)
          .addConverterFactory(GsonConverterFactory.create(InMemory.gson()))
          .build()
          .create(ConnectionsApi.class);

  private static MockWebServer startedServer() {
    MockWebServer server = new MockWebServer();
    server.setDispatcher(new FixedResponse());
    server.setServerSocketFactory(new Undelayed());
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return server;
  }

  /** The generated interface, with the timeout of a call and nothing else. */
  @Benchmark
  public Response<Connection> bare() throws IOException, InterruptedException {
    Response<Connection> response =
        bare.updateConnection("conn_1", new UpdateConnectionRequest().name("Sales")).execute();
    server.takeRequest(); // else it keeps all
    return response;
  }

  /** The same by the client. */
  @Benchmark
  public Connection facade() throws InterruptedException {
    Connection connection =
        client.connections().update("conn_1", new UpdateConnectionRequest().name("Sales"));
    server.takeRequest();
    return connection;
  }

  /** Ends all threads. */
  @TearDown
  public void close() {
    client.close();
    http.connectionPool().evictAll();
    server.close();
  }

  private static final class FixedResponse extends Dispatcher {
    private final MockResponse response =
        new MockResponse.Builder()
            .setHeader("Content-Type", "application/json")
            .setHeader("Date", "Wed, 25 Nov 2026 10:00:00 GMT")
            .setHeader("X-RateLimit-Limit", InMemory.LIMIT)
            .setHeader("X-RateLimit-Remaining", InMemory.LIMIT - 1)
            .setHeader("X-RateLimit-Reset", "1800000000")
            .body(InMemory.CONNECTION)
            .build();

    @Override
    public MockResponse dispatch(RecordedRequest request) {
      return response;
    }
  }

  /** Else headers and body, which the server writes one after the other, come 40 ms apart. */
  private static final class Undelayed extends ServerSocketFactory {
    @Override
    public ServerSocket createServerSocket() throws IOException {
      return new ServerSocket() {
        @Override
        public Socket accept() throws IOException {
          Socket socket = super.accept();
          socket.setTcpNoDelay(true);
          return socket;
        }
      };
    }

    @Override
    public ServerSocket createServerSocket(int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, InetAddress address) {
      throw new UnsupportedOperationException();
    }
  }
}
