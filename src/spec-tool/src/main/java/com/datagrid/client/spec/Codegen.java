package com.datagrid.client.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openapitools.codegen.CodegenModel;
import org.openapitools.codegen.CodegenOperation;
import org.openapitools.codegen.CodegenParameter;
import org.openapitools.codegen.CodegenProperty;
import org.openapitools.codegen.languages.JavaClientCodegen;
import org.openapitools.codegen.model.EnumVarMap;
import org.openapitools.codegen.model.ModelMap;
import org.openapitools.codegen.model.ModelsMap;
import org.openapitools.codegen.model.OperationsMap;

/**
 * Java from a normalized document, whose names are those of Java already: none is changed here, and
 * what goes over the wire is taken from the extensions that the {@link Normalizer} leaves.
 */
final class Codegen extends JavaClientCodegen {

  /** The stock one prints an advertisement. */
  @Override
  public void postProcess() {}

  @Override
  public String toModelName(String name) {
    return name;
  }

  @Override
  public String toVarName(String name) {
    return name;
  }

  @Override
  public String toParamName(String name) {
    return name;
  }

  @Override
  public String toOperationId(String operationId) {
    return operationId.substring(operationId.indexOf('.') + 1);
  }

  @Override
  public String toApiName(String name) {
    return name + "Api";
  }

  @Override
  public String sanitizeTag(String tag) {
    return tag;
  }

  /** The constants of enums have their names in the document, and the one for others its own. */
  @Override
  protected void postProcessEnumVars(List<EnumVarMap> constants) {
    constants.forEach(
        constant -> constant.put("x-text", inComment(String.valueOf(constant.get("value")))));
  }

  /** A literal as it is shown in a comment of Javadoc. */
  private static String inComment(String literal) {
    StringBuilder text = new StringBuilder();
    literal
        .chars()
        .forEach(
            c -> {
              if ("&<>@*/{}".indexOf(c) < 0) {
                text.append((char) c);
              } else {
                text.append("&#").append(c).append(';');
              }
            });
    return text.toString();
  }

  @Override
  public ModelsMap postProcessModels(ModelsMap models) {
    ModelsMap result = super.postProcessModels(models);
    for (ModelMap entry : result.getModels()) {
      CodegenModel model = entry.getModel();
      Map<String, Object> wire = Yaml.map(model.vendorExtensions.get(Extensions.PROPERTIES));
      Stream.of(model.vars, model.allVars, model.requiredVars, model.optionalVars)
          .flatMap(List::stream)
          .forEach(property -> tell(property, Yaml.map(wire.get(property.name))));
      model.vars.stream()
          .filter(property -> property.isNullable && !property.required)
          .forEach(property -> setClearable(model, property));
      Object additional = model.vendorExtensions.get(Extensions.ADDITIONAL);
      String type = additional == null ? "Object" : JavaTypes.of(additional, "String");
      model.vendorExtensions.put("x-additional-type", type);
      importTypes(result, type);
      if (model.vendorExtensions.get(Extensions.UNION) instanceof Map<?, ?> union) {
        new Choice(Yaml.map(union)).tell(model);
        Yaml.list(model.vendorExtensions.get(Choice.VARIANTS))
            .forEach(variant -> importTypes(result, String.valueOf(Yaml.map(variant).get("type"))));
      }
    }
    return result;
  }

  private static void setClearable(CodegenModel model, CodegenProperty property) {
    property.vendorExtensions.put("x-clearable", true);
    model.vendorExtensions.put("x-clearable", true);
  }

  private void importTypes(ModelsMap models, String type) {
    List<Map<String, String>> imports = new ArrayList<>(models.getImports());
    for (String name : type.split("\\W+", -1)) {
      Map<String, String> line = Map.of("import", importMapping().getOrDefault(name, ""));
      if (importMapping().containsKey(name) && !imports.contains(line)) {
        imports.add(line);
      }
    }
    models.setImports(imports);
  }

  private void tell(CodegenProperty property, Map<String, Object> more) {
    property.baseName = quotable(more.getOrDefault("name", property.baseName));
    property.isNullable |= Boolean.TRUE.equals(more.get("nullable"));
    property.deprecated |= Boolean.TRUE.equals(more.get("deprecated"));
    property.isReadOnly |= Boolean.TRUE.equals(more.get("readOnly"));
    property.isWriteOnly |= Boolean.TRUE.equals(more.get("writeOnly"));
    String in = property.isReadOnly ? "RESPONSES" : property.isWriteOnly ? "REQUESTS" : "BOTH";
    if (!in.equals("BOTH") || property.isNullable) {
      property.vendorExtensions.put(
          "x-required",
          "in = com.datagrid.client.generated.Required.In."
              + in
              + ", nullable = "
              + property.isNullable);
    }
    if (more.get("description") instanceof String description) {
      property.description = escapeText(description);
    }
  }

  @Override
  public OperationsMap postProcessOperationsWithModels(
      OperationsMap operations, List<ModelMap> models) {
    OperationsMap result = super.postProcessOperationsWithModels(operations, models);
    for (CodegenOperation operation : result.getOperations().getOperation()) {
      if (operation.vendorExtensions.get(Extensions.STREAM_OF) instanceof String path) {
        operation.path = path.substring(1); // as the stock one leaves it
      }
      if (operation.path.isEmpty() || operation.path.matches("/.*|[^/]*:.*")) {
        operation.path = "./" + operation.path; // else it would not be relative to the base URL
      }
      String headers = headers(operation);
      if (!headers.isEmpty()) {
        operation.vendorExtensions.put("x-headers", headers);
      }
      Map<String, Object> wire = Yaml.map(operation.vendorExtensions.get(Extensions.PARAMETERS));
      for (CodegenParameter parameter : operation.allParams) {
        parameter.baseName = quotable(wire.getOrDefault(parameter.paramName, parameter.baseName));
      }
    }
    return result;
  }

  /** As it is between quotes in Java. */
  private static String quotable(Object name) {
    return String.valueOf(name).replace("\\", "\\\\").replace("\"", "\\\"");
  }

  /** The types of the bodies, where they are not those that Retrofit or the client sets. */
  private static String headers(CodegenOperation operation) {
    List<String> headers = new ArrayList<>();
    if (operation.consumes != null && operation.formParams.isEmpty()) {
      String type = String.valueOf(operation.consumes.get(0).get("mediaType"));
      boolean charset = type.startsWith("text/") && !type.contains("charset");
      if (!type.contains("*")) {
        headers.add("Content-Type: " + type + (charset ? "; charset=utf-8" : ""));
      }
    }
    if (operation.produces != null) {
      headers.add("Accept: " + operation.produces.get(0).get("mediaType"));
    }
    return headers.stream()
        .map(header -> '"' + quotable(header) + '"')
        .collect(Collectors.joining(", "));
  }
}
