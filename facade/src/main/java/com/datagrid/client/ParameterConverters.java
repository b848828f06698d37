package com.datagrid.client;

import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import retrofit2.Converter;
import retrofit2.Retrofit;
import retrofit2.http.Header;

/**
 * How parameters in paths, queries and headers are written: as Retrofit does it, but refusing what
 * would arrive as something else.
 */
final class ParameterConverters extends Converter.Factory {

  @Override
  public @Nullable Converter<?, String> stringConverter(
      Type type, Annotation[] annotations, Retrofit retrofit) {
    for (Annotation annotation : annotations) {
      if (annotation instanceof Header header) {
        return value -> Checks.headerValue("header " + header.value(), text(value));
      }
    }
    return ParameterConverters::text;
  }

  private static String text(Object value) {
    if (value instanceof Enum<?> constant) {
      Json.requireKnown(constant);
    } else if (value instanceof OffsetDateTime moment) {
      return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(moment); // with seconds, as RFC 3339 has
    }
    return Checks.wholeText(value.toString());
  }
}
