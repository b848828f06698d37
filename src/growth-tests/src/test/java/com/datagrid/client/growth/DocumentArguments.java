package com.datagrid.client.growth;

import com.datagrid.client.internal.Json;
import com.datagrid.client.spec.ImportedDocument;
import com.datagrid.client.spec.ImportedDocument.Endpoint;
import com.datagrid.client.stubs.DocumentValues;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.lang.annotation.Annotation;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;
import retrofit2.http.Body;
import retrofit2.http.Field;
import retrofit2.http.Header;
import retrofit2.http.Part;
import retrofit2.http.Query;

/** What generated methods are called with: values of the schemas that the document has for it. */
final class DocumentArguments {

  private static final Gson PLAIN =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

  private final ImportedDocument document;
  private final DocumentValues values;
  private final Gson gson = Json.gson();

  DocumentArguments(ImportedDocument document, DocumentValues values) {
    this.document = document;
    this.values = values;
  }

  /** An argument of a method, with all that the document speaks of. */
  @Nullable Object of(Endpoint endpoint, Parameter parameter) {
    Type type = parameter.getParameterizedType();
    if (type == RequestBody.class) {
      String media = String.valueOf(content(endpoint).keySet().iterator().next());
      return RequestBody.create("bytes", media.contains("*") ? MediaType.get("image/png") : null);
    }
    if (String.valueOf(type).contains("MultipartBody")) {
      MultipartBody.Part part =
          MultipartBody.Part.createFormData(
              file(endpoint, parameter), "a.txt", RequestBody.create("a", null));
      return type instanceof Class ? part : List.of(part, part);
    }
    return value(schema(endpoint, parameter), type);
  }

  /** The property that a part is of: the generated interface tells only which part it is. */
  private String file(Endpoint endpoint, Parameter parameter) {
    List<Parameter> parts =
        Arrays.stream(parameter.getDeclaringExecutable().getParameters())
            .filter(it -> String.valueOf(it.getParameterizedType()).contains("MultipartBody"))
            .toList();
    Map<String, Object> schema = document.resolve(body(endpoint));
    List<String> files = new ArrayList<>();
    if (schema.get("properties") instanceof Map<?, ?> properties) {
      properties.forEach(
          (name, property) -> {
            if (String.valueOf(property).matches(".*(format=binary|contentMediaType=).*")) {
              files.add(String.valueOf(name));
            }
          });
    }
    int index = parts.indexOf(parameter);
    return index < files.size() ? files.get(index) : "file";
  }

  private @Nullable Object value(@Nullable Object schema, Type type) {
    Object value = values.of(schema);
    if (type == String.class) {
      return value instanceof String text ? text : PLAIN.toJson(value);
    }
    if (value instanceof String && type instanceof ParameterizedType) {
      value = List.of(value);
    }
    return gson.fromJson(PLAIN.toJson(value), type);
  }

  private @Nullable Object schema(Endpoint endpoint, Parameter parameter) {
    for (Annotation annotation : parameter.getAnnotations()) {
      if (annotation instanceof Body) {
        return body(endpoint);
      } else if (annotation instanceof Query query) {
        return parameterSchema(endpoint, "query", query.value());
      } else if (annotation instanceof Header header) {
        return parameterSchema(endpoint, "header", header.value());
      } else if (annotation instanceof retrofit2.http.Path path) {
        return parameterSchema(endpoint, "path", path.value());
      } else if (annotation instanceof Field field) {
        return property(body(endpoint), field.value());
      } else if (annotation instanceof Part part) {
        return property(body(endpoint), part.value());
      }
    }
    throw new AssertionError("no annotation at " + parameter);
  }

  private @Nullable Object parameterSchema(Endpoint endpoint, String in, String name) {
    return endpoint.parameters().stream()
        .filter(it -> in.equals(it.get("in")) && (name.equals(it.get("name")) || in.equals("path")))
        .filter(it -> !in.equals("path") || same(name, String.valueOf(it.get("name"))))
        .map(it -> it.containsKey("schema") ? it.get("schema") : ofContent(it))
        .findFirst()
        .orElse(Map.of("type", "string"));
  }

  /** Of a parameter that comes as JSON, or another format. */
  private Object ofContent(Map<String, Object> parameter) {
    return document.resolve(parameter.get("content")).values().stream()
        .map(media -> document.resolve(media).get("schema"))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(Map.of("type", "string"));
  }

  private static boolean same(String name, String published) {
    return name.replaceAll("\\W", "_").equals(published.replaceAll("\\W", "_"));
  }

  private Map<?, ?> content(Endpoint endpoint) {
    Map<String, Object> body = document.resolve(endpoint.data().get("requestBody"));
    return (Map<?, ?>) body.getOrDefault("content", Map.of());
  }

  private Map<String, Object> media(Endpoint endpoint) {
    Map<?, ?> content = content(endpoint);
    return content.keySet().stream()
        .map(String::valueOf)
        .sorted((a, b) -> Boolean.compare(b.contains("json"), a.contains("json")))
        .findFirst()
        .map(type -> document.resolve(content.get(type)))
        .orElse(Map.of());
  }

  /** The schema of the request's body, or null. */
  @Nullable Object body(Endpoint endpoint) {
    return media(endpoint).get("schema");
  }

  private @Nullable Object property(@Nullable Object schema, String name) {
    Map<String, Object> resolved = document.resolve(schema);
    if (resolved.get("properties") instanceof Map<?, ?> properties
        && properties.containsKey(name)) {
      return properties.get(name);
    }
    for (String key : List.of("allOf", "oneOf", "anyOf")) {
      if (resolved.get(key) instanceof List<?> parts) {
        Optional<Object> found =
            parts.stream().map(part -> property(part, name)).filter(it -> it != null).findFirst();
        if (found.isPresent()) {
          return found.get();
        }
      }
    }
    return null;
  }
}
