package com.datagrid.client.stubs;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A plain HTTP client that sends a token, unless told otherwise. */
final class StubHttp {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  private final String baseUrl;
  private final @Nullable String authorization;
  private final @Nullable String teamspace;
  private final @Nullable String contentType;
  private final Map<String, String> headers;

  StubHttp(String baseUrl) {
    this(baseUrl, "Bearer key", null, "application/json", Map.of());
  }

  private StubHttp(
      String baseUrl,
      @Nullable String authorization,
      @Nullable String teamspace,
      @Nullable String contentType,
      Map<String, String> headers) {
    this.headers = headers;
    this.baseUrl = baseUrl;
    this.authorization = authorization;
    this.teamspace = teamspace;
    this.contentType = contentType;
  }

  StubHttp header(String name, String value) {
    return new StubHttp(baseUrl, authorization, teamspace, contentType, Map.of(name, value));
  }

  StubHttp contentType(@Nullable String contentType) {
    return new StubHttp(baseUrl, authorization, teamspace, contentType, headers);
  }

  StubHttp authorization(@Nullable String authorization) {
    return new StubHttp(baseUrl, authorization, teamspace, contentType, headers);
  }

  StubHttp teamspace(String teamspace) {
    return new StubHttp(baseUrl, authorization, teamspace, contentType, headers);
  }

  /** Renames a connection, whose id is given as it stands in the path. */
  HttpResponse<String> update(String connectionId, String name) {
    JsonObject body = new JsonObject();
    body.addProperty("name", name);
    return send("PATCH", "/connections/" + connectionId, body.toString());
  }

  HttpResponse<String> send(String method, String path, String body) {
    try {
      return trySend(method, path, body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  HttpResponse<String> trySend(String method, String path, String body) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(baseUrl + path))
            .timeout(Duration.ofSeconds(10))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    headers.forEach(request::header);
    if (contentType != null) {
      request.header("Content-Type", contentType);
    }
    if (teamspace != null) {
      request.header("Datagrid-Teamspace", teamspace);
    }
    try {
      return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  static JsonObject json(HttpResponse<String> response) {
    return JsonParser.parseString(response.body()).getAsJsonObject();
  }
}
