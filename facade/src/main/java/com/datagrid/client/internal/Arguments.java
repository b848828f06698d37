package com.datagrid.client.internal;

import com.datagrid.client.generated.OptionalBody;
import com.datagrid.client.generated.QueryStyle;
import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Invocation;
import retrofit2.http.Query;

/**
 * What Retrofit cannot make of the arguments of a method: bodies that are left out, and parameters
 * with a {@link QueryStyle}. Thread-safe.
 */
public final class Arguments {

  /** In place of a body that is null. */
  private static final RequestBody NONE = RequestBody.create(new byte[0], null);

  private static final HttpUrl ANY_URL = HttpUrl.get("http://localhost/");

  private final Gson gson;
  private final Map<Method, List<Styled>> styled = new ConcurrentHashMap<>();

  /** Arguments whose properties that Gson knows. */
  public Arguments(Gson gson) {
    this.gson = gson;
  }

  private record Styled(int index, String name, QueryStyle.Kind kind) {}

  /** The interface as Retrofit implements it, but null is a body where the document has it so. */
  public static <A> A withOptionalBodies(Class<A> api, A made) {
    if (Arrays.stream(api.getMethods()).noneMatch(method -> optionalBody(method) >= 0)) {
      return made;
    }
    InvocationHandler retrofit = Proxy.getInvocationHandler(made);
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          int body = arguments == null ? -1 : optionalBody(method);
          if (body < 0 || arguments[body] != null) {
            return retrofit.invoke(proxy, method, arguments);
          }
          Object[] all = arguments.clone();
          all[body] = NONE;
          return retrofit.invoke(proxy, method, all);
        };
    return api.cast(Proxy.newProxyInstance(api.getClassLoader(), new Class<?>[] {api}, handler));
  }

  private static int optionalBody(Method method) {
    Annotation[][] parameters = method.getParameterAnnotations();
    for (int i = 0; i < parameters.length; i++) {
      if (find(parameters[i], OptionalBody.class) != null) {
        return i;
      }
    }
    return -1;
  }

  private static <A extends Annotation> @Nullable A find(Annotation[] all, Class<A> type) {
    for (Annotation annotation : all) {
      if (type.isInstance(annotation)) {
        return type.cast(annotation);
      }
    }
    return null;
  }

  /** The request that Retrofit made, with all that the arguments say. */
  public Request complete(Request request) {
    Invocation invocation = request.tag(Invocation.class);
    if (invocation == null) {
      return request;
    }
    Request result = request;
    List<Styled> all = styled.computeIfAbsent(invocation.method(), Arguments::styled);
    if (!all.isEmpty()) {
      HttpUrl.Builder url = request.url().newBuilder();
      for (Styled one : all) {
        Object value = invocation.arguments().get(one.index());
        if (value != null) {
          add(url, one, value);
        }
      }
      result = request.newBuilder().url(url.build()).build();
    }
    return invocation.arguments().contains(NONE) // and Retrofit says of which type nothing is
        ? result.newBuilder().method(result.method(), NONE).removeHeader("Content-Type").build()
        : result;
  }

  private static List<Styled> styled(Method method) {
    List<Styled> found = new ArrayList<>();
    Annotation[][] parameters = method.getParameterAnnotations();
    for (int i = 0; i < parameters.length; i++) {
      QueryStyle style = find(parameters[i], QueryStyle.class);
      Query query = find(parameters[i], Query.class);
      if (style != null && query != null) {
        found.add(new Styled(i, query.value(), style.value()));
      }
    }
    return List.copyOf(found);
  }

  private void add(HttpUrl.Builder url, Styled parameter, Object value) {
    switch (parameter.kind()) {
      case PROPERTIES -> properties(parameter, value).forEach((name, all) -> add(url, name, all));
      case DEEP_OBJECT ->
          properties(parameter, value)
              .forEach((name, all) -> add(url, parameter.name() + '[' + name + ']', all));
      case COMMAS -> add(url, parameter, value, ",");
      case SPACES -> add(url, parameter, value, "%20");
      case PIPES -> add(url, parameter, value, "%7C");
    }
  }

  private static void add(HttpUrl.Builder url, String name, List<String> values) {
    values.forEach(value -> url.addQueryParameter(name, value));
  }

  private void add(HttpUrl.Builder url, Styled parameter, Object value, String delimiter) {
    List<String> texts = new ArrayList<>();
    if (value instanceof Collection<?> list) {
      texts.addAll(TextConverters.texts(parameter.name(), list));
    } else {
      properties(parameter, value)
          .forEach((name, all) -> all.forEach(one -> texts.addAll(List.of(name, one))));
    }
    if (!texts.isEmpty()) {
      url.addEncodedQueryParameter(
          encoded(parameter.name()),
          texts.stream().map(Arguments::encoded).collect(Collectors.joining(delimiter)));
    }
  }

  /** With the delimiters encoded, which separate the values where they are not. */
  private static String encoded(String text) {
    return Objects.requireNonNull(
        ANY_URL.newBuilder().addQueryParameter(text, null).build().encodedQuery());
  }

  /** The values of an object by name. */
  private Map<String, List<String>> properties(Styled parameter, Object value) {
    Map<String, List<String>> properties = new LinkedHashMap<>();
    if (!(gson.toJsonTree(value) instanceof JsonObject object)) {
      throw new IllegalArgumentException(parameter.name() + " must be an object");
    }
    object
        .asMap()
        .forEach(
            (name, json) -> {
              List<JsonElement> all =
                  json instanceof JsonArray list ? list.asList() : List.of(json);
              List<String> texts = new ArrayList<>();
              for (JsonElement one : all) {
                if (one.isJsonPrimitive()) {
                  texts.add(Checks.wholeText(one.getAsString()));
                } else if (!one.isJsonNull()) {
                  throw new IllegalArgumentException(
                      parameter.name() + '.' + name + " is too deep to be written in a query");
                }
              }
              properties.put(name, texts);
            });
    return properties;
  }
}
