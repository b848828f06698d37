package com.datagrid.client;

import com.datagrid.client.generated.Bodiless;
import com.datagrid.client.ratelimit.internal.LimiterKey;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Converter;
import retrofit2.http.DELETE;
import retrofit2.http.GET;
import retrofit2.http.HEAD;
import retrofit2.http.HTTP;
import retrofit2.http.OPTIONS;
import retrofit2.http.PATCH;
import retrofit2.http.POST;
import retrofit2.http.PUT;
import retrofit2.http.Streaming;

/**
 * What holds for every call of one method of a generated interface, read off its Retrofit
 * annotations once.
 *
 * @param <T> the type of the response's body
 */
final class Operation<T> {

  /** RFC 9110, 9.2.2. */
  private static final Set<String> IDEMPOTENT_METHODS =
      Set.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE");

  /** Operations of other methods that leave the same state however often they are carried out. */
  private static final Set<String> IDEMPOTENT_OPERATIONS =
      Set.of("PATCH /connections/{connection_id}"); // sets absolute values

  private final String method;
  private final String path;
  private final String name;
  private final boolean streaming;
  private final Set<Integer> bodiless;
  private final boolean bodyExpected;
  private final boolean bodyRequired;
  private final Converter<ResponseBody, T> converter;
  private final LimiterKey key;

  private Operation(
      String method,
      String path,
      boolean streaming,
      Set<Integer> bodiless,
      boolean bodyExpected,
      boolean bodyRequired,
      Converter<ResponseBody, T> converter) {
    this.method = method;
    this.path = path.startsWith("/") ? path : "/" + path;
    this.name = method + ' ' + this.path;
    this.streaming = streaming;
    this.bodiless = bodiless;
    this.bodyExpected = bodyExpected;
    this.bodyRequired = bodyRequired;
    this.converter = converter;
    this.key = new LimiterKey(name, Optional.empty());
  }

  /**
   * Reads it.
   *
   * @param bodyRequired whether a success without a body, such as a 204, is invalid
   */
  static <T> Operation<T> of(
      Annotation[] annotations,
      Type responseType,
      boolean bodyRequired,
      Converter<ResponseBody, T> converter) {
    boolean streaming = false;
    int[] bodiless = {};
    String[] methodAndPath = null;
    for (Annotation annotation : annotations) {
      streaming |= annotation instanceof Streaming;
      bodiless = annotation instanceof Bodiless some ? some.value() : bodiless;
      String[] found = methodAndPath(annotation);
      methodAndPath = found == null ? methodAndPath : found;
    }
    if (methodAndPath == null) {
      throw new IllegalArgumentException("no HTTP method annotation"); // Retrofit refuses it before
    }
    String path = methodAndPath[1].replaceFirst("^\\./", "/");
    int query = path.indexOf('?'); // constant parameters do not tell operations apart
    return new Operation<>(
        methodAndPath[0],
        query < 0 ? path : path.substring(0, query),
        streaming,
        Arrays.stream(bodiless).boxed().collect(Collectors.toUnmodifiableSet()),
        responseType != Void.class,
        bodyRequired,
        converter);
  }

  private static String @Nullable [] methodAndPath(Annotation annotation) {
    if (annotation instanceof GET get) {
      return new String[] {"GET", get.value()};
    } else if (annotation instanceof PATCH patch) {
      return new String[] {"PATCH", patch.value()};
    } else if (annotation instanceof POST post) {
      return new String[] {"POST", post.value()};
    } else if (annotation instanceof PUT put) {
      return new String[] {"PUT", put.value()};
    } else if (annotation instanceof DELETE delete) {
      return new String[] {"DELETE", delete.value()};
    } else if (annotation instanceof HEAD head) {
      return new String[] {"HEAD", head.value()};
    } else if (annotation instanceof OPTIONS options) {
      return new String[] {"OPTIONS", options.value()};
    } else if (annotation instanceof HTTP http) {
      return new String[] {http.method().toUpperCase(Locale.ROOT), http.path()};
    }
    return null;
  }

  /** Whether carrying it out twice is the same as once, so that it may be sent again blindly. */
  boolean isIdempotent() {
    return IDEMPOTENT_METHODS.contains(method) || IDEMPOTENT_OPERATIONS.contains(toString());
  }

  /** Whether the user reads the body off the connection. */
  boolean isStreaming() {
    return streaming;
  }

  /** Whether that status ends a call well without a body, as the document has it. */
  boolean isBodiless(int status) {
    return bodiless.contains(status);
  }

  /** Whether a JSON null or nothing at all is no valid body of a 200. */
  boolean isBodyExpected() {
    return bodyExpected;
  }

  /** Whether a response that can have no body, such as a 204, is invalid. */
  boolean isBodyRequired() {
    return bodyRequired;
  }

  Converter<ResponseBody, T> converter() {
    return converter;
  }

  /**
   * What the server counts a request under.
   *
   * @param concretePath the path to count by itself, or null to count all of the operation together
   */
  LimiterKey key(Optional<String> teamspace, @Nullable String concretePath) {
    if (concretePath == null && teamspace.isEmpty()) {
      return key;
    }
    return new LimiterKey(concretePath == null ? name : method + ' ' + concretePath, teamspace);
  }

  /**
   * Checks that a URL stays below the base URL.
   *
   * @return the path below the base URL
   * @throws IllegalArgumentException if it leads elsewhere
   */
  String check(HttpUrl url, HttpUrl baseUrl) {
    if (!url.scheme().equals(baseUrl.scheme())
        || !url.host().equals(baseUrl.host())
        || url.port() != baseUrl.port()
        || !url.encodedPath().startsWith(baseUrl.encodedPath())) {
      throw new IllegalArgumentException(
          this + " leads to " + url.redact() + ", which is not below the base URL");
    }
    return pathBelow(url, baseUrl);
  }

  /** The path of a checked URL, as it goes below the base URL, which ends in a slash. */
  static String pathBelow(HttpUrl url, HttpUrl baseUrl) {
    return url.encodedPath().substring(baseUrl.encodedPath().length() - 1);
  }

  /** Its name in messages, metrics and events: {@code PATCH /connections/{connection_id}}. */
  @Override
  public String toString() {
    return name;
  }
}
