package com.datagrid.client.growth;

import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import okhttp3.MultipartBody;
import okhttp3.RequestBody;
import org.jspecify.annotations.NonNull;

/** A value of any type that generated methods take. */
final class Samples {

  private Samples() {}

  static Object of(Type type) {
    if (type instanceof ParameterizedType generic) {
      return generic.getRawType() == Map.class
          ? Map.of()
          : List.of(of(generic.getActualTypeArguments()[0]));
    }
    Class<?> raw = (Class<?>) type;
    if (raw == String.class) {
      return "a";
    } else if (raw == Integer.class) {
      return 1;
    } else if (raw == Long.class) {
      return 1L;
    } else if (raw == Boolean.class) {
      return true;
    } else if (raw == UUID.class) {
      return new UUID(1, 2);
    } else if (raw == URI.class) {
      return URI.create("https://a.example");
    } else if (raw == OffsetDateTime.class) {
      return OffsetDateTime.MIN;
    } else if (raw == RequestBody.class) {
      return RequestBody.create("a", null);
    } else if (raw == MultipartBody.Part.class) {
      return MultipartBody.Part.createFormData("a", "a");
    } else if (raw.isEnum()) {
      return raw.getEnumConstants()[0];
    }
    return model(raw);
  }

  /** With what is required, and nothing else. */
  private static Object model(Class<?> type) {
    try {
      Object model = type.getConstructor().newInstance();
      for (Field field : type.getDeclaredFields()) {
        if (field.getAnnotatedType().isAnnotationPresent(NonNull.class)) {
          field.setAccessible(true);
          field.set(model, of(field.getGenericType()));
        }
      }
      return model;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("No sample of " + type, e);
    }
  }
}
