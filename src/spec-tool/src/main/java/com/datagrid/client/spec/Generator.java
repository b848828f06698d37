package com.datagrid.client.spec;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.openapitools.codegen.ClientOptInput;
import org.openapitools.codegen.CodegenConstants;
import org.openapitools.codegen.DefaultGenerator;

/** Runs openapi-generator, with all its settings, over a normalized document. */
final class Generator {

  /** The generator's name for a value that an enum does not have. */
  static final String UNKNOWN_VALUE = "unknown_default_open_api";

  static final String UNKNOWN_CONSTANT = "UNRECOGNIZED";

  private static final Map<String, Object> SETTINGS =
      Map.of(
          CodegenConstants.SOURCE_FOLDER,
          "java",
          CodegenConstants.SERIALIZATION_LIBRARY,
          "gson",
          "dateLibrary",
          "java8",
          "openApiNullable",
          false,
          CodegenConstants.HIDE_GENERATION_TIMESTAMP,
          true,
          // Optional lists start as null, else a PATCH would send them as [].
          "containerDefaultToNull",
          true,
          // A value that the server adds later must not fail a response.
          CodegenConstants.ENUM_UNKNOWN_DEFAULT_CASE,
          true);

  private static final List<String> GENERATED =
      List.of(CodegenConstants.APIS, CodegenConstants.MODELS);

  private static final List<String> NOT_GENERATED =
      List.of(
          CodegenConstants.API_DOCS,
          CodegenConstants.API_TESTS,
          CodegenConstants.MODEL_DOCS,
          CodegenConstants.MODEL_TESTS,
          CodegenConstants.SUPPORTING_FILES);

  private Generator() {}

  /**
   * Writes interfaces and models.
   *
   * @param normalized the document, as {@link Normalizer} leaves it
   * @param templates that replace those of the generator
   * @param output the directory that gets a directory {@code java}
   */
  static void generate(String normalized, Path templates, Path output) {
    Codegen codegen = new Codegen();
    codegen.setLibrary("retrofit2");
    codegen.setApiPackage("com.datagrid.client.api");
    codegen.setModelPackage("com.datagrid.client.model");
    codegen.setTemplateDir(templates.toAbsolutePath().normalize().toString());
    codegen.setOutputDir(output.toString());
    codegen.additionalProperties().putAll(SETTINGS);
    codegen.setSkipOperationExample(true); // it follows each reference, and never comes back
    // Base64 as it comes: Gson would read an array of numbers.
    codegen.typeMapping().put("ByteArray", "String");
    codegen.enumNameMapping().put(UNKNOWN_VALUE, UNKNOWN_CONSTANT);

    DefaultGenerator generator = new DefaultGenerator();
    generator.setGenerateMetadata(false);
    GENERATED.forEach(kind -> generator.setGeneratorPropertyDefault(kind, "true"));
    NOT_GENERATED.forEach(kind -> generator.setGeneratorPropertyDefault(kind, "false"));
    generator.opts(new ClientOptInput().openAPI(parse(normalized)).config(codegen)).generate();
  }

  private static OpenAPI parse(String normalized) {
    OpenAPI parsed = Swagger.parse(Yaml.load("normalized", normalized)).getOpenAPI();
    if (parsed == null) {
      throw new IllegalStateException("The normalized document is no OpenAPI:\n" + normalized);
    }
    parsed.getComponents().getSchemas().values().forEach(Generator::keepUnion);
    return parsed;
  }

  /** What has no properties would get no file. */
  private static void keepUnion(Schema<?> schema) {
    if (schema.getExtensions() != null && schema.getExtensions().containsKey(Extensions.UNION)) {
      schema.addProperty("choice", new StringSchema());
    }
  }
}
