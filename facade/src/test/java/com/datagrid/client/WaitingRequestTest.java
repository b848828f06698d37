package com.datagrid.client;

import static com.datagrid.client.FakeHttp.ok;
import static com.datagrid.client.FakeHttp.rejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.datagrid.client.api.ConnectionsApi;
import com.datagrid.client.model.UpdateConnectionRequest;
import com.datagrid.client.ratelimit.internal.VirtualTime;
import java.io.IOException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import retrofit2.Call;
import retrofit2.Invocation;
import retrofit2.http.Body;
import retrofit2.http.GET;
import retrofit2.http.Header;
import retrofit2.http.POST;
import retrofit2.http.Query;
import retrofit2.http.Tag;

/** A request that waited arrives as one that did not. */
class WaitingRequestTest {

  interface Files {
    @POST("files?kind=csv")
    Call<Void> upload(
        @Query("name") String name, @Header("X-Source") String source, @Body RequestBody body);
  }

  private final VirtualTime time = new VirtualTime();
  private final FakeHttp http = new FakeHttp(time);
  private final DatagridClient client = http.client().build();

  @AfterEach
  void closeClient() {
    client.close();
  }

  private CompletableFuture<?> upload() {
    return client.executeAsync(upload(RequestBody.create("a;b", null)), RequestOptions.none());
  }

  private Call<Void> upload(RequestBody body) {
    return client.api(Files.class).upload("a b&c", "own", body);
  }

  private void finish(CompletableFuture<?>... calls) {
    time.runUntilIdle();
    assertThat(calls).allSatisfy(call -> assertThat(call).isCompleted());
  }

  @Test
  void allOfItIsThere() throws IOException {
    http.otherwise(request -> ok("X-RateLimit-Limit", "1"));
    finish(upload(), upload());

    assertThat(time.seconds()).isEqualTo(60.02);
    Request atOnce = http.requests().get(0);
    Request waited = http.requests().get(1);
    assertThat(waited.method()).isEqualTo(atOnce.method()).isEqualTo("POST");
    assertThat(waited.url()).isEqualTo(atOnce.url());
    assertThat(waited.url().toString()).endsWith("/v1/files?kind=csv&name=a%20b%26c");
    assertThat(waited.headers()).isEqualTo(atOnce.headers());
    assertThat(waited.header("X-Source")).isEqualTo("own");
    assertThat(FakeHttp.body(waited)).isEqualTo(FakeHttp.body(atOnce)).isEqualTo("a;b");
  }

  @Test
  void whatTheOptionsSetReplacesWhatItHas() {
    http.otherwise(request -> ok("X-RateLimit-Limit", "1"));
    RequestOptions options =
        RequestOptions.builder()
            .header("x-source", "set")
            .queryParameter("name", "b&c d")
            .queryParameter("kind", "")
            .queryParameter("more", "1")
            .build();
    List<CompletableFuture<?>> calls =
        List.of(
            client.executeAsync(upload(RequestBody.create("a;b", null)), options),
            client.executeAsync(upload(RequestBody.create("a;b", null)), options));
    time.runUntilIdle();

    assertThat(calls).allSatisfy(call -> assertThat(call).isCompleted());
    assertThat(http.requests())
        .hasSize(2)
        .allSatisfy(
            request ->
                assertThat(request.url().encodedQuery()).isEqualTo("name=b%26c%20d&kind=&more=1"))
        .allSatisfy(request -> assertThat(request.headers("X-Source")).containsExactly("set"));
  }

  /** Such as that of a stream, of which nothing is left after the first time. */
  @Test
  void aBodyThatCanBeWrittenOnceIsNotSentAgain() {
    http.otherwise(request -> rejected());
    RequestBody body = new OneShotBody(RequestBody.create("a;b", null), () -> false);

    Throwable blocking = catchThrowable(() -> client.execute(upload(body), RequestOptions.none()));
    CompletableFuture<?> future = client.executeAsync(upload(body), RequestOptions.none());
    time.runUntilIdle();

    assertThat(List.of(blocking, Futures.failure(future)))
        .allSatisfy(
            failure ->
                assertThat(failure)
                    .isInstanceOf(RateLimitException.class)
                    .hasMessageContaining("its body can be sent only once"));
    assertThat(http.requests()).hasSize(2);
  }

  /** By which interceptors of the user's tell operations apart. */
  @Test
  void retrofitsTagIsThere() {
    http.then(ok("X-RateLimit-Limit", "1"));
    ConnectionsApi api = client.api(ConnectionsApi.class);
    UpdateConnectionRequest body = new UpdateConnectionRequest().name("name");
    finish(
        client.executeAsync(api.updateConnection("conn_1", body), RequestOptions.none()),
        client.executeAsync(api.updateConnection("conn_2", body), RequestOptions.none()));

    Invocation atOnce = invocation(0);
    Invocation waited = invocation(1);
    assertThat(waited.service()).isEqualTo(ConnectionsApi.class);
    assertThat(waited.instance()).isSameAs(api);
    assertThat(waited.method()).isEqualTo(atOnce.method());
    assertThat(waited.arguments()).isEqualTo(List.of("conn_2", body));
  }

  private Invocation invocation(int index) {
    return Objects.requireNonNull(http.requests().get(index).tag(Invocation.class));
  }

  interface Tagged {
    @GET("things")
    Call<Void> get(@Tag Duration tag);
  }

  @Test
  void aTagOfTheCallersIsThere() {
    http.otherwise(request -> ok("X-RateLimit-Limit", "1"));
    Tagged api = client.api(Tagged.class);
    finish(
        client.executeAsync(api.get(Duration.ofDays(1)), RequestOptions.none()),
        client.executeAsync(api.get(Duration.ofDays(2)), RequestOptions.none()));

    assertThat(http.requests())
        .extracting(request -> request.tag(Duration.class))
        .containsExactly(Duration.ofDays(1), Duration.ofDays(2));
  }

  @Test
  void itKeepsNoParsedUrlWhileItWaits() {
    Method method = ConnectionsApi.class.getMethods()[0];
    Request request =
        new Request.Builder()
            .url("https://example.com/v1/a%20b?c=d")
            .tag(Invocation.class, Invocation.of(Object.class, this, method, List.of()))
            .build();
    WaitingRequest waiting = new WaitingRequest(request);
    assertThat(waiting.newBuilder(() -> false).build().url()).isSameAs(request.url());

    waiting.shrink();

    HttpUrl url = waiting.newBuilder(() -> false).build().url();
    assertThat(url).isNotSameAs(request.url()).isEqualTo(request.url());
  }

  @Test
  void theModelMayBeUsedForTheNextCall() throws IOException {
    http.otherwise(request -> ok("X-RateLimit-Limit", "1"));
    UpdateConnectionRequest model = new UpdateConnectionRequest();
    finish(
        client.connections().updateAsync("conn_1", model.name("first")),
        client.connections().updateAsync("conn_2", model.name("second")),
        client.connections().updateAsync("conn_3", model.name("third")));

    assertThat(http.requests())
        .extracting(FakeHttp::body)
        .containsExactly("{\"name\":\"first\"}", "{\"name\":\"second\"}", "{\"name\":\"third\"}");
  }
}
