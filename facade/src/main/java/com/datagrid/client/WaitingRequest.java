package com.datagrid.client;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Invocation;
import retrofit2.http.Tag;

/**
 * A request until it is sent. If the call has to wait for its turn, it keeps only what the request
 * is made of, in a third of the memory that OkHttp's takes with the parts of its URL and its tag: a
 * hundred thousand calls may wait at once. A body made of a model is written by then, so that what
 * the caller does to the model later changes nothing.
 */
final class WaitingRequest {

  /** {@code Headers.EMPTY}, which OkHttp 4 does not have. */
  private static final Headers NO_HEADERS = Headers.of();

  private volatile @Nullable Request whole;

  private final String method;
  private final String url;
  private final Headers headers;
  private final @Nullable RequestBody body;

  // Retrofit's tag, by which interceptors tell operations apart.
  private final Class<?> service;
  private final @Nullable Object instance;
  private final Method function;
  private final @Nullable Object[] arguments;

  /** Takes a request that Retrofit has built. */
  WaitingRequest(Request request) {
    whole = request;
    Invocation invocation = Objects.requireNonNull(request.tag(Invocation.class));
    method = request.method();
    url = request.url().toString();
    headers = request.headers().size() == 0 ? NO_HEADERS : request.headers();
    body = request.body();
    service = invocation.service();
    instance = invocation.instance();
    function = invocation.method();
    arguments = invocation.arguments().toArray();
  }

  /** The call has to wait. Does nothing if the request has tags of the caller's. */
  void shrink() {
    boolean tagged =
        Arrays.stream(function.getParameterAnnotations())
            .flatMap(Arrays::stream)
            .anyMatch(Tag.class::isInstance);
    if (!tagged) {
      whole = null;
    }
  }

  HttpUrl url() {
    Request kept = whole;
    return kept != null ? kept.url() : HttpUrl.get(url);
  }

  boolean hasHeader(String name) {
    return headers.get(name) != null;
  }

  /** Whether its body, if it has one, can be sent more than once. */
  boolean isRepeatable() {
    return body == null || !body.isOneShot();
  }

  /**
   * The same request, with a body that is written once.
   *
   * @param challenged when it may be written again: see {@link OneShotBody}
   */
  Request.Builder newBuilder(BooleanSupplier challenged) {
    Request kept = whole;
    Request.Builder builder =
        kept != null
            ? kept.newBuilder()
            : new Request.Builder()
                .url(url)
                .headers(headers)
                .tag(Invocation.class, invocation(service, Arrays.asList(arguments)));
    return builder.method(method, body == null ? null : new OneShotBody(body, challenged));
  }

  private <S> Invocation invocation(Class<S> service, List<?> arguments) {
    return Invocation.of(service, service.cast(instance), function, arguments);
  }
}
