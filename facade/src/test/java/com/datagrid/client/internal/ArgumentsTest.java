package com.datagrid.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.datagrid.client.generated.OptionalBody;
import com.datagrid.client.generated.QueryStyle;
import com.datagrid.client.model.Size;
import com.datagrid.client.model.UpdateConnectionRequest;
import com.google.gson.Gson;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.Buffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import retrofit2.Call;
import retrofit2.Retrofit;
import retrofit2.http.Body;
import retrofit2.http.GET;
import retrofit2.http.POST;
import retrofit2.http.Query;

class ArgumentsTest {

  interface Things {
    @GET("things")
    Call<Void> plain(@Query("a") @Nullable String a);

    @GET("things")
    Call<Void> commas(
        @Query("a") @Nullable String a,
        @Query("c,") @QueryStyle(QueryStyle.Kind.COMMAS) @Nullable Object commas);

    @GET("things")
    Call<Void> spaces(@Query("s") @QueryStyle(QueryStyle.Kind.SPACES) Object spaces);

    @GET("things")
    Call<Void> pipes(@Query("p") @QueryStyle(QueryStyle.Kind.PIPES) Object pipes);

    @GET("things")
    Call<Void> properties(@Query("o") @QueryStyle(QueryStyle.Kind.PROPERTIES) Object object);

    @GET("things")
    Call<Void> deep(@Query("d") @QueryStyle(QueryStyle.Kind.DEEP_OBJECT) Object object);
  }

  interface Bodies {
    @POST("all")
    Call<Void> all();

    @POST("needed")
    Call<Void> needed(@Body @Nullable UpdateConnectionRequest body);

    @POST("optional")
    Call<Void> optional(
        @Query("a") String a, @Body @OptionalBody @Nullable UpdateConnectionRequest body);
  }

  private final Gson gson = Json.gson();
  private final Retrofit retrofit =
      new Retrofit.Builder()
          .baseUrl("http://localhost/")
          .addConverterFactory(new TextConverters(gson))
          .addConverterFactory(new JsonConverters(gson))
          .build();
  private final Arguments arguments = new Arguments(gson);
  private final Things things = retrofit.create(Things.class);
  private final Bodies bodies =
      Arguments.withOptionalBodies(Bodies.class, retrofit.create(Bodies.class));

  private @Nullable String query(Call<?> call) {
    return arguments.complete(call.request()).url().encodedQuery();
  }

  private static Map<String, @Nullable Object> object(
      String first, @Nullable Object a, String second, @Nullable Object b) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put(first, a);
    object.put(second, b);
    return object;
  }

  // Lists.

  @Test
  void delimitersInTheValuesAreEncodedAndThoseBetweenThemAsTheStyleHasIt() {
    List<String> values = List.of("a,b", "c d", "e|f", "g&h=i%");

    assertThat(query(things.commas(null, values))).isEqualTo("c%2C=a%2Cb,c%20d,e%7Cf,g%26h%3Di%25");
    assertThat(query(things.spaces(values))).isEqualTo("s=a%2Cb%20c%20d%20e%7Cf%20g%26h%3Di%25");
    assertThat(query(things.pipes(values))).isEqualTo("p=a%2Cb%7Cc%20d%7Ce%7Cf%7Cg%26h%3Di%25");
  }

  @Test
  void elementsAreWrittenAsOtherParametersAre() {
    assertThat(query(things.commas(null, List.of(1L, Size.SMALL, Size.LARGE, true))))
        .isEqualTo("c%2C=1,s,x%2Cl,true");
    assertThat(query(things.pipes(List.of(OffsetDateTime.parse("2026-01-02T03:04:00Z")))))
        .contains("2026-01-02T03")
        .endsWith("04%3A00Z");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> query(things.commas(null, List.of(Size.UNRECOGNIZED))))
        .withMessageContaining("Size.UNRECOGNIZED stands for");
  }

  @Test
  void emptyListsAndMissingValuesAreLeftOut() {
    assertThat(query(things.commas("x", List.of()))).isEqualTo("a=x");
    assertThat(query(things.commas("x", null))).isEqualTo("a=x");
    assertThat(query(things.commas("x", Map.of()))).isEqualTo("a=x");
    assertThat(query(things.commas(null, null))).isNull();
  }

  @Test
  void nullInAListIsRefusedByNameAndIndex() {
    List<@Nullable String> list = Arrays.asList("a", null);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> query(things.commas("x", list)))
        .withMessage("c,[1] is null, which no text stands for");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> query(things.spaces(list)))
        .withMessage("s[1] is null, which no text stands for");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> query(things.pipes(list)))
        .withMessage("p[1] is null, which no text stands for");
  }

  @Test
  void whatIsThereAlreadyStays() {
    assertThat(query(things.commas("x&y", List.of("1", "2")))).isEqualTo("a=x%26y&c%2C=1,2");
  }

  // Objects.

  @Test
  void objectsInOneTextAreNamesAndValues() {
    assertThat(query(things.commas(null, object("k,", "a,b", "n", List.of(1, 2)))))
        .isEqualTo("c%2C=k%2C,a%2Cb,n,1,n,2");
    assertThat(query(things.pipes(object("k", 1, "n", null)))).isEqualTo("p=k%7C1");
  }

  @Test
  void propertiesAreParameters() {
    Request request =
        arguments.complete(
            things.properties(object("k", "a&b", "tags", List.of("x", "y"))).request());

    assertThat(request.url().queryParameterNames()).containsExactly("k", "tags");
    assertThat(request.url().queryParameter("k")).isEqualTo("a&b");
    assertThat(request.url().queryParameterValues("tags")).containsExactly("x", "y");
  }

  @Test
  void deepObjectsHaveTheirNamesInBrackets() {
    Request request =
        arguments.complete(things.deep(object("k", 1.5, "tags", List.of("x", "y"))).request());

    assertThat(request.url().queryParameterNames()).containsExactly("d[k]", "d[tags]");
    assertThat(request.url().queryParameter("d[k]")).isEqualTo("1.5");
    assertThat(request.url().queryParameterValues("d[tags]")).containsExactly("x", "y");
  }

  @Test
  void modelsAreObjects() {
    Request request =
        arguments.complete(things.deep(new UpdateConnectionRequest().name("Sales")).request());

    assertThat(request.url().queryParameter("d[name]")).isEqualTo("Sales");
  }

  @Test
  void whatIsNullInAnObjectIsLeftOut() {
    assertThat(query(things.properties(object("k", null, "l", Arrays.asList("x", null)))))
        .isEqualTo("l=x");
  }

  @Test
  void whatAQueryCannotHoldIsRefused() {
    Call<Void> deep = things.deep(object("k", 1, "where", Map.of("a", 1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> query(deep))
        .withMessage("d.where is too deep to be written in a query");
    Call<Void> lists = things.properties(object("k", 1, "l", List.of(List.of(1))));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> query(lists))
        .withMessage("o.l is too deep to be written in a query");
    Call<Void> text = things.deep("text");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> query(text))
        .withMessage("d must be an object");
    Call<Void> half = things.properties(object("k", "\ud800", "l", 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> query(half))
        .withMessageContaining("half a surrogate pair");
  }

  // What needs nothing.

  @Test
  void otherRequestsStayAsTheyAre() {
    Request foreign = new Request.Builder().url("http://localhost/?a=1").build();
    assertThat(arguments.complete(foreign)).isSameAs(foreign);

    Request plain = things.plain("x").request();
    assertThat(arguments.complete(plain)).isSameAs(plain);
  }

  @Test
  void interfacesWithoutOptionalBodiesStayAsTheyAre() {
    assertThat(Arguments.withOptionalBodies(Things.class, things)).isSameAs(things);
  }

  // Bodies.

  private static String text(Request request) throws IOException {
    RequestBody body = request.body();
    assertThat(body).isNotNull();
    Buffer buffer = new Buffer();
    body.writeTo(buffer);
    return buffer.readUtf8();
  }

  @Test
  void anOptionalBodyIsLeftOut() throws IOException {
    Request request =
        arguments.complete(
            bodies
                .optional("x", null)
                .request()
                .newBuilder()
                .header("Content-Type", "application/json")
                .build());

    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.url().encodedQuery()).isEqualTo("a=x");
    assertThat(text(request)).isEmpty();
    assertThat(request.header("Content-Type")).isNull();
  }

  @Test
  void orSentIfThereIsOne() throws IOException {
    Request request =
        arguments.complete(bodies.optional("x", new UpdateConnectionRequest().name("n")).request());

    assertThat(text(request)).isEqualTo("{\"name\":\"n\"}");
  }

  @Test
  void otherMethodsAreThoseOfRetrofit() throws IOException {
    assertThat(bodies.all().request().url().encodedPath()).isEqualTo("/all");
    assertThat(text(bodies.needed(new UpdateConnectionRequest().name("n")).request()))
        .isEqualTo("{\"name\":\"n\"}");
    Call<Void> nothing = bodies.needed(null);
    assertThatIllegalArgumentException()
        .isThrownBy(nothing::request)
        .withMessageContaining("Body parameter value must not be null");
  }
}
