package com.datagrid.client.bench;

import com.datagrid.client.DatagridClient;
import com.datagrid.client.InMemory;
import com.datagrid.client.api.ConnectionsApi;
import com.datagrid.client.model.Connection;
import com.datagrid.client.model.UpdateConnectionRequest;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import retrofit2.Response;
import retrofit2.Retrofit;
import retrofit2.converter.gson.GsonConverterFactory;

/** A whole update through the facade, beside the same through Retrofit alone. */
@State(Scope.Benchmark)
public class FacadeBenchmark {

  private final DatagridClient client = InMemory.client();

  private final ConnectionsApi bare =
      new Retrofit.Builder()
          .baseUrl("http://localhost/v1/")
          .callFactory(InMemory.http())
          .addConverterFactory(GsonConverterFactory.create(InMemory.gson()))
          .build()
          .create(ConnectionsApi.class);

  /** The generated interface, with the timeout of a call and nothing else. */
  @Benchmark
  public Response<Connection> bare() throws IOException {
    return bare.updateConnection("conn_1", new UpdateConnectionRequest().name("Sales")).execute();
  }

  /** The same by the client. */
  @Benchmark
  public Connection facade() {
    return client.connections().update("conn_1", new UpdateConnectionRequest().name("Sales"));
  }

  /** Ends the client's threads. */
  @TearDown
  public void close() {
    client.close();
  }
}
