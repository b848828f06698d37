package com.datagrid.client.contract;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request.Method;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.LevelResolverFactory;
import com.atlassian.oai.validator.report.ValidationReport;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.Response;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** Holds exchanges of a WireMock server up against the OpenAPI document. Thread-safe. */
final class OpenApiContract {

  private static final String DOCUMENT = "META-INF/datagrid/openapi.yaml";
  private static final Pattern BEARER = Pattern.compile("Bearer \\S+");
  private static final Pattern ENCODED_SLASH = Pattern.compile("%2f", Pattern.CASE_INSENSITIVE);

  private final OpenAPI document;
  private final OpenApiInteractionValidator validator;
  private final String basePath;

  /** One way in which an exchange is not as documented; the key is the validator's, or ours. */
  record Violation(String key, String message) {}

  OpenApiContract() {
    String text = read();
    document = new OpenAPIV3Parser().readContents(text).getOpenAPI();
    // It takes properties that a schema does not list for errors, and so those of allOf, too.
    LevelResolver levels =
        text.contains("allOf:")
            ? LevelResolverFactory.withAdditionalPropertiesIgnored()
            : LevelResolver.create().build();
    // From the text, since it does not follow references to responses in a document that is read.
    validator =
        OpenApiInteractionValidator.createForInlineApiSpecification(text)
            .withLevelResolver(levels)
            .build();
    basePath = URI.create(document.getServers().get(0).getUrl()).getPath();
  }

  private static String read() {
    try (InputStream in = OpenApiContract.class.getClassLoader().getResourceAsStream(DOCUMENT)) {
      return new String(
          Objects.requireNonNull(in, DOCUMENT).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  OpenAPI document() {
    return document;
  }

  String basePath() {
    return basePath;
  }

  List<Violation> checkRequest(Request request) {
    List<Violation> violations = new ArrayList<>();
    // These two are nothing to the validator: it takes any server, and knows no bearer token.
    if (!request.getUrl().startsWith(basePath + "/")) {
      violations.add(new Violation("basePath", "the URL is not below " + basePath));
    }
    if (request.getHeader("Authorization") == null
        || !BEARER.matcher(request.getHeader("Authorization")).matches()) {
      violations.add(new Violation("bearer", "there is no bearer token"));
    }
    violations.addAll(violations(validator.validateRequest(adapt(request))));
    return violations;
  }

  List<Violation> checkResponse(Request request, Response response) {
    SimpleRequest adapted = adapt(request);
    return checkResponse(adapted.getPath(), adapted.getMethod(), response);
  }

  List<Violation> checkResponse(String path, Method method, Response response) {
    SimpleResponse.Builder adapted = new SimpleResponse.Builder(response.getStatus());
    for (HttpHeader header : response.getHeaders().all()) {
      adapted.withHeader(header.key(), header.values());
    }
    if (response.getBody() != null && response.getBody().length > 0) {
      adapted.withBody(response.getBody());
    }
    return violations(validator.validateResponse(path, method, adapted.build()));
  }

  /** The validator decodes a path before it splits it, and would see one segment more. */
  private static SimpleRequest adapt(Request request) {
    URI url = URI.create(ENCODED_SLASH.matcher(request.getUrl()).replaceAll("_"));
    SimpleRequest.Builder adapted =
        new SimpleRequest.Builder(request.getMethod().getName(), url.getRawPath());
    for (HttpHeader header : request.getHeaders().all()) {
      adapted.withHeader(header.key(), header.values());
    }
    if (request.getBody() != null && request.getBody().length > 0) {
      adapted.withBody(request.getBody());
    }
    return adapted.build();
  }

  private static List<Violation> violations(ValidationReport report) {
    return report.getMessages().stream()
        .filter(message -> message.getLevel() == ValidationReport.Level.ERROR)
        .map(message -> new Violation(message.getKey(), message.getMessage()))
        .toList();
  }
}
