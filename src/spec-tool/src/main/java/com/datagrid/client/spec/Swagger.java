package com.datagrid.client.spec;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.util.Map;

/** swagger-parser, without its limit on the length of texts. */
final class Swagger {

  private Swagger() {}

  static SwaggerParseResult parse(Map<String, Object> document) {
    return new OpenAPIV3Parser().parseJsonNode(null, new ObjectMapper().valueToTree(document));
  }
}
