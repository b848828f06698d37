package com.datagrid.client.internal;

import static java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME;

import com.datagrid.client.generated.QueryStyle;
import com.google.gson.Gson;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Converter;
import retrofit2.Retrofit;
import retrofit2.http.Field;
import retrofit2.http.Header;
import retrofit2.http.Headers;
import retrofit2.http.Part;
import retrofit2.http.Path;

/**
 * Values that travel as plain text: in paths, queries, headers and form fields, as Retrofit writes
 * them but refusing what would arrive as something else, and as parts of multipart bodies, which
 * would be JSON with its quotes otherwise.
 */
public final class TextConverters extends Converter.Factory {

  private static final MediaType PLAIN = MediaType.get("text/plain; charset=utf-8");

  private final Gson gson;

  /** Makes converters that leave objects in fields of forms to that Gson. */
  public TextConverters(Gson gson) {
    this.gson = gson;
  }

  @Override
  public Converter<?, String> stringConverter(
      Type type, Annotation[] annotations, Retrofit retrofit) {
    for (Annotation annotation : annotations) {
      if (annotation instanceof Header header) {
        String name = "header " + header.value();
        return value -> Checks.headerValue(name, text(name, value));
      }
      if (annotation instanceof Path path) {
        return value ->
            Checks.pathParameter(path.value(), text(path.value(), value), path.encoded());
      }
      if (annotation instanceof QueryStyle) {
        return value -> null; // left to Arguments
      }
      if (annotation instanceof Field) {
        return value -> Json.isTree(value.getClass()) ? gson.toJson(value) : text(value);
      }
    }
    return TextConverters::text;
  }

  @Override
  public @Nullable Converter<?, RequestBody> requestBodyConverter(
      Type type,
      Annotation[] parameterAnnotations,
      Annotation[] methodAnnotations,
      Retrofit retrofit) {
    if (Arrays.stream(parameterAnnotations).anyMatch(Part.class::isInstance)) {
      return isText(type) ? value -> RequestBody.create(text(value), PLAIN) : null;
    }
    MediaType media = textType(type, "Content-Type", methodAnnotations);
    return media == null
        ? null
        : value ->
            value instanceof RequestBody body ? body : RequestBody.create(text(value), media);
  }

  @Override
  public @Nullable Converter<ResponseBody, ?> responseBodyConverter(
      Type type, Annotation[] annotations, Retrofit retrofit) {
    return textType(type, "Accept", annotations) == null ? null : ResponseBody::string;
  }

  /** The type of a body that is a text as it stands, or null if it is none. */
  private static @Nullable MediaType textType(
      Type type, String header, Annotation[] methodAnnotations) {
    for (Annotation annotation : methodAnnotations) {
      if (type == String.class && annotation instanceof Headers headers) {
        for (String line : headers.value()) {
          MediaType media =
              line.startsWith(header + ':')
                  ? MediaType.parse(line.substring(header.length() + 1).strip())
                  : null;
          if (media != null && !media.subtype().endsWith("json")) {
            return media;
          }
        }
      }
    }
    return null;
  }

  private static boolean isText(Type type) {
    return type instanceof Class<?> raw
        && (raw == String.class
            || raw == Boolean.class
            || Number.class.isAssignableFrom(raw)
            || raw == OffsetDateTime.class
            || raw == LocalDate.class
            || raw == UUID.class
            || raw == URI.class
            || raw.isEnum());
  }

  private static String text(String name, Object value) {
    return value instanceof Collection<?> list ? String.join(",", texts(name, list)) : text(value);
  }

  /**
   * What stands for each value of a list.
   *
   * @param name of the parameter
   * @throws IllegalArgumentException if nothing does, as for null
   */
  static List<String> texts(String name, Collection<?> list) {
    List<String> texts = new ArrayList<>();
    for (Object element : list) {
      if (element == null) {
        throw new IllegalArgumentException(
            name + '[' + texts.size() + "] is null, which no text stands for");
      }
      texts.add(text(element));
    }
    return texts;
  }

  /**
   * What stands for a value in a text; the values of a list are separated by commas.
   *
   * @throws IllegalArgumentException if nothing does
   */
  static String text(Object value) {
    if (value instanceof OffsetDateTime time) {
      return ISO_OFFSET_DATE_TIME.format(time); // toString() leaves out seconds that are zero
    }
    if (value instanceof Collection) {
      return text("a list", value);
    }
    if (value instanceof Enum<?> constant) {
      Json.requireKnown(constant);
    } else if (Json.isTree(value.getClass())) {
      throw new IllegalArgumentException(
          "a " + value.getClass().getSimpleName() + " cannot be written as a text");
    }
    return Checks.wholeText(value.toString());
  }
}
