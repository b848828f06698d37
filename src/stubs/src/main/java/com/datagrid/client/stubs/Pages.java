package com.datagrid.client.stubs;

import com.datagrid.client.stubs.PagedList.Page;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.QueryParameter;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Has the stub server respond with the requested page, for mappings that name this transformer. */
final class Pages implements ResponseDefinitionTransformerV2 {

  /** The name in mappings; servers without the transformer send the mapping's own body. */
  static final String NAME = "datagrid-pages";

  private final ApiDocument document;
  private final SchemaValues values;

  Pages(ApiDocument document) {
    this.document = document;
    this.values = new SchemaValues(document);
  }

  @Override
  public String getName() {
    return NAME;
  }

  @Override
  public boolean applyGlobally() {
    return false;
  }

  @Override
  public ResponseDefinition transform(ServeEvent event) {
    Request request = event.getRequest();
    ResponseDefinition response = event.getResponseDefinition();
    Optional<Operation> operation = document.find(request.getMethod().getName(), request.getUrl());
    Optional<Page> page =
        operation.flatMap(
            it ->
                PagedList.page(
                    new PagedList.Request(it, name -> value(request, name), PagedList.PAGE),
                    ApiDocument.read(response.getTextBody()),
                    body -> values.fits(it.successSchema(), body)));
    if (page.isEmpty()) {
      return response;
    }
    ResponseDefinitionBuilder result =
        ResponseDefinitionBuilder.like(response).withBody(ApiDocument.json(page.get().body()));
    if (page.get().next() != null && operation.get().hasLinks()) {
      result.withHeader("Link", '<' + url(request, page.get()) + ">; rel=\"next\"");
    }
    return result.build();
  }

  private static @Nullable String value(Request request, String name) {
    QueryParameter parameter = request.queryParameter(name);
    return parameter.isPresent() ? parameter.firstValue() : null;
  }

  /** The request's own, but for where the page begins. */
  private static String url(Request request, Page page) {
    String url = request.getAbsoluteUrl();
    String name = encoded(page.parameter());
    String others = url.replaceFirst("([?&])" + name + "=[^&]*&?", "$1").replaceFirst("[?&]$", "");
    return others + (others.contains("?") ? '&' : '?') + name + '=' + encoded(page.next());
  }

  private static String encoded(@Nullable String text) {
    return URLEncoder.encode(String.valueOf(text), StandardCharsets.UTF_8);
  }
}
