package com.datagrid.client.bench;

import com.datagrid.client.DatagridClient;
import com.datagrid.client.InMemory;
import com.datagrid.client.api.ConnectionsApi;
import com.datagrid.client.model.Connection;
import com.datagrid.client.model.UpdateConnectionRequest;
import com.google.gson.GsonBuilder;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import retrofit2.Retrofit;
import retrofit2.converter.gson.GsonConverterFactory;

/** The first call of a JVM: what the whole process, which makes one update and no more, costs. */
public final class FirstCall {

  private static final int FORKS = 15;

  private FirstCall() {}

  /** In a JVM of its own: makes the call by {@code facade} or {@code bare}, and says so. */
  public static void main(String[] args) throws IOException {
    String name = args[0].equals("facade") ? facade(args[1]) : bare(args[1]);
    System.out.println(name);
    while (System.in.read() != -1) {
      // until the parent has read what it cost
    }
  }

  private static String facade(String url) {
    try (DatagridClient client = DatagridClient.builder().apiKey("key").baseUrl(url).build()) {
      return client.connections().update("conn_1", "Sales").getName();
    }
  }

  private static String bare(String url) throws IOException {
    GsonBuilder gson = new GsonBuilder().registerTypeAdapter(OffsetDateTime.class, new Dates());
    Connection connection =
        new Retrofit.Builder()
            .baseUrl(url)
            .client(new OkHttpClient())
            .addConverterFactory(GsonConverterFactory.create(gson.create()))
            .build()
            .create(ConnectionsApi.class)
            .updateConnection("conn_1", new UpdateConnectionRequest().name("Sales"))
            .execute()
            .body();
    return Objects.requireNonNull(connection).getName();
  }

  /** Milliseconds of CPU, the median of several JVMs each, which take turns. */
  static double[] cpuMillis(String... ways) throws IOException, InterruptedException {
    double[][] samples = new double[ways.length][FORKS];
    try (MockWebServer server = new MockWebServer()) {
      server.start();
      for (int i = 0; i < FORKS; i++) {
        for (int way = 0; way < ways.length; way++) {
          server.enqueue(new MockResponse.Builder().body(InMemory.CONNECTION).build());
          samples[way][i] = cpu(ways[way], server.url("/v1/").toString()).toNanos() / 1e6;
        }
      }
    }
    return Arrays.stream(samples).mapToDouble(FirstCall::median).toArray();
  }

  private static Duration cpu(String way, String url) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-classpath", System.getProperty("java.class.path")));
    command.addAll(List.of(FirstCall.class.getName(), way, url));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (var output = process.inputReader()) {
      if (!"Sales".equals(output.readLine())) {
        throw new IllegalStateException("the first call by " + way + " failed");
      }
      return process.info().totalCpuDuration().orElseThrow();
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  private static double median(double[] samples) {
    Arrays.sort(samples);
    return samples[samples.length / 2];
  }

  private static final class Dates extends TypeAdapter<OffsetDateTime> {
    @Override
    public OffsetDateTime read(JsonReader in) throws IOException {
      return OffsetDateTime.parse(in.nextString());
    }

    @Override
    public void write(JsonWriter out, OffsetDateTime value) throws IOException {
      out.value(value.toString());
    }
  }
}
