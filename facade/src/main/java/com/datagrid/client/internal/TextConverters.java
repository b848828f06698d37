package com.datagrid.client.internal;

import static java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME;

import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Converter;
import retrofit2.Retrofit;
import retrofit2.http.Header;
import retrofit2.http.Part;
import retrofit2.http.Path;

/**
 * Values that travel as plain text: in paths, queries, headers and form fields, as Retrofit writes
 * them but refusing what would arrive as something else, and as parts of multipart bodies, which
 * would be JSON with its quotes otherwise.
 */
public final class TextConverters extends Converter.Factory {

  private static final MediaType PLAIN = MediaType.get("text/plain; charset=utf-8");

  @Override
  public Converter<?, String> stringConverter(
      Type type, Annotation[] annotations, Retrofit retrofit) {
    for (Annotation annotation : annotations) {
      if (annotation instanceof Header header) {
        return value -> Checks.headerValue("header " + header.value(), text(value));
      }
      if (annotation instanceof Path path) {
        return value -> Checks.pathParameter(path.value(), text(value), path.encoded());
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
    boolean part = Arrays.stream(parameterAnnotations).anyMatch(Part.class::isInstance);
    return part && isText(type) ? value -> RequestBody.create(text(value), PLAIN) : null;
  }

  private static boolean isText(Type type) {
    return type instanceof Class<?> raw
        && (raw == String.class
            || raw == Boolean.class
            || Number.class.isAssignableFrom(raw)
            || raw == OffsetDateTime.class
            || raw == LocalDate.class
            || raw.isEnum());
  }

  private static String text(Object value) {
    if (value instanceof OffsetDateTime time) {
      return ISO_OFFSET_DATE_TIME.format(time); // toString() leaves out seconds that are zero
    }
    if (value instanceof Enum<?> constant) {
      Json.requireKnown(constant);
    }
    return Checks.wholeText(value.toString());
  }
}
