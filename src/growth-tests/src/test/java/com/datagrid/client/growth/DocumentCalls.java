package com.datagrid.client.growth;

import com.datagrid.client.ApiResponse;
import com.datagrid.client.DatagridClient;
import com.datagrid.client.internal.Json;
import com.datagrid.client.spec.ImportedDocument;
import com.datagrid.client.spec.ImportedDocument.Endpoint;
import com.datagrid.client.stubs.DatagridStubServer;
import com.datagrid.client.stubs.DocumentValues;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import okhttp3.HttpUrl;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;

/** Calls every operation of a document through the client, against the stub server's responses. */
final class DocumentCalls implements AutoCloseable {

  private static final Gson PLAIN =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

  private final ImportedDocument document;
  private final Gson gson = Json.gson();
  private final DocumentValues values;
  private final DocumentArguments arguments;
  private final WireMockServer http;
  private final DatagridClient client;

  DocumentCalls(Path root, Path file) throws Exception {
    document = ImportedDocument.of(root, file);
    Class<?> type = document.load(DatagridStubServer.class);
    values = new DocumentValues(type.getClassLoader());
    arguments = new DocumentArguments(document, values);
    Object builder = type.getMethod("builder").invoke(null);
    Object server = builder.getClass().getMethod("start").invoke(builder);
    http = (WireMockServer) type.getMethod("wireMock").invoke(server);
    client =
        DatagridClient.builder()
            .apiKey("key")
            .baseUrl((String) type.getMethod("baseUrl").invoke(server))
            .build();
  }

  @Override
  public void close() throws IOException {
    client.close();
    http.stop();
    document.close();
  }

  List<String> unsupported() {
    return document.unsupported();
  }

  /** What went wrong, by operation. */
  Map<String, List<String>> problems() throws Exception {
    Map<String, List<String>> problems = new TreeMap<>();
    List<Endpoint> left = new ArrayList<>(document.endpoints());
    for (Class<?> api : document.apis()) {
      for (Method method : api.getMethods()) {
        Endpoint endpoint = endpoint(method);
        left.remove(endpoint);
        List<String> found = new ArrayList<>();
        try {
          call(api, method, endpoint, found);
        } catch (Exception | AssertionError e) {
          Throwable cause = e.getCause() == null ? e : e.getCause();
          found.add("fails: " + e + " / " + cause);
        }
        if (!found.isEmpty()) {
          problems.put(
              endpoint.id().isEmpty()
                  ? endpoint.method().toUpperCase(Locale.ROOT) + ' ' + endpoint.path()
                  : endpoint.id(),
              found);
        }
      }
    }
    left.forEach(endpoint -> problems.put(endpoint.id(), List.of("has no method")));
    return problems;
  }

  private Endpoint endpoint(Method method) {
    String verb = "";
    String path = "";
    for (Annotation annotation : method.getAnnotations()) {
      if (annotation instanceof retrofit2.http.HTTP it) {
        verb = it.method();
        path = it.path();
      } else if (annotation.annotationType().getSimpleName().matches("[A-Z]+")) {
        verb = annotation.annotationType().getSimpleName();
        try {
          path = (String) annotation.annotationType().getMethod("value").invoke(annotation);
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException(e);
        }
      }
    }
    String wanted = shape(verb + '/' + path.replaceFirst("^\\./", ""));
    return document.endpoints().stream()
        .filter(
            it ->
                shape(it.method() + it.path().replaceFirst("[?#].*", "")).equals(wanted)
                    || shape(it.method() + it.path()).equals(wanted))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no operation has " + wanted));
  }

  private static String shape(String request) {
    return request.toUpperCase(Locale.ROOT).replaceAll("\\{[^}]*}", "{}").replaceFirst("//", "/");
  }

  private void call(Class<?> api, Method method, Endpoint endpoint, List<String> found)
      throws Exception {
    http.resetRequests();
    Parameter[] parameters = method.getParameters();
    @Nullable Object[] given = new @Nullable Object[parameters.length];
    for (int i = 0; i < parameters.length; i++) {
      given[i] = arguments.of(endpoint, parameters[i]);
    }
    Call<?> call = (Call<?>) method.invoke(client.api(api), given);
    ApiResponse<?> response = client.execute(call);
    ServeEvent event = http.getAllServeEvents().get(0);
    checkRequest(endpoint, method, event, found);
    checkResponse(method, response, event, found);
  }

  // Checks.

  private void checkRequest(
      Endpoint endpoint, Method method, ServeEvent event, List<String> found) {
    if (!event.getWasMatched()) {
      found.add("finds no operation at the server: " + event.getRequest().getUrl());
    }
    HttpUrl url = HttpUrl.get(event.getRequest().getAbsoluteUrl());
    for (Map<String, Object> parameter : endpoint.parameters()) {
      String name = String.valueOf(parameter.get("name"));
      Object schema = parameter.containsKey("schema") ? parameter.get("schema") : Map.of();
      Object value = values.of(schema);
      boolean scalar = !(value instanceof Map) && !(value instanceof List);
      String text = String.valueOf(value);
      if ("query".equals(parameter.get("in"))) {
        boolean sent =
            url.queryParameterNames().stream()
                .anyMatch(it -> it.equals(name) || it.startsWith(name + '['));
        if (!sent && !(value instanceof Map)) {
          found.add("does not send " + name + ": " + url);
        }
        if (scalar
            && sent
            && parameter.containsKey("schema")
            && !equal(text, url.queryParameter(name))) {
          found.add("sends " + name + '=' + url.queryParameter(name) + " for " + text);
        }
        if (value instanceof Map<?, ?> object
            && !sent
            && !object.isEmpty()
            && object.keySet().stream().noneMatch(it -> url.queryParameter("" + it) != null)) {
          found.add("does not send the properties of " + name + ": " + url);
        }
      }
      if ("header".equals(parameter.get("in"))
          && !name.matches("(?i)accept|authorization|content-type")
          && !event.getRequest().containsHeader(name)) {
        found.add("does not send header " + name);
      }
      if ("cookie".equals(parameter.get("in")) && !event.getRequest().containsHeader("Cookie")) {
        found.add("does not send cookie " + name);
      }
    }
    checkBody(endpoint, method, event, found);
  }

  private static boolean equal(String text, @Nullable String sent) {
    return text.equals(sent)
        || (sent != null
            && text.matches("[0-9.]+")
            && sent.matches("[0-9.]+")
            && new BigDecimal(text).compareTo(new BigDecimal(sent)) == 0);
  }

  private void checkBody(Endpoint endpoint, Method method, ServeEvent event, List<String> found) {
    Map<String, Object> body = document.resolve(endpoint.data().get("requestBody"));
    if (!(body.get("content") instanceof Map<?, ?> content) || content.isEmpty()) {
      return;
    }
    String sent = event.getRequest().getBodyAsString();
    String type = String.valueOf(event.getRequest().getHeader("Content-Type"));
    String base = type.replaceFirst(";.*", "").strip();
    boolean documented =
        content.keySet().stream()
            .map(it -> String.valueOf(it).replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT))
            .anyMatch(
                it -> base.matches(it.replace("+", "\\+").replace(".", "\\.").replace("*", ".*")));
    if (!documented && method.getParameterCount() > 0) {
      found.add("sends " + type + ", documented is " + content.keySet());
    }
    if (base.endsWith("json")) {
      JsonElement expected = PLAIN.toJsonTree(values.of(arguments.body(endpoint)));
      if (arguments.body(endpoint) != null && !JsonParser.parseString(sent).equals(expected)) {
        found.add("sends " + sent + " for " + expected);
      }
    } else if (base.startsWith("multipart/") || base.endsWith("urlencoded")) {
      Object value = values.of(arguments.body(endpoint));
      if (value instanceof Map<?, ?> object) {
        for (Object name : object.keySet()) {
          String encoded =
              java.net.URLEncoder.encode("" + name, java.nio.charset.StandardCharsets.UTF_8);
          if (!sent.contains("" + name) && !sent.contains(encoded)) {
            found.add("does not send part " + name + ": " + sent);
          }
        }
      }
    } else if (sent.isEmpty()) {
      found.add("sends an empty body");
    }
  }

  private void checkResponse(
      Method method, ApiResponse<?> response, ServeEvent event, List<String> found)
      throws Exception {
    String sent = event.getResponse().getBodyAsString();
    Object body = response.body();
    if (body instanceof ResponseBody bytes) {
      if (!bytes.string().equals(sent)) {
        found.add("gives other bytes");
      }
    } else if (body instanceof String text && text.equals(sent)) {
      return;
    } else if (body == null) {
      if (sent != null && !sent.isEmpty()) {
        found.add("drops " + sent);
      }
    } else {
      Type type =
          ((java.lang.reflect.ParameterizedType) method.getGenericReturnType())
              .getActualTypeArguments()[0];
      JsonElement back = gson.toJsonTree(body, type);
      if (!PLAIN.toJson(back).equals(PLAIN.toJson(JsonParser.parseString(sent)))
          && !back.equals(JsonParser.parseString(sent))) {
        found.add("reads " + sent + " as " + back);
      }
    }
  }
}
