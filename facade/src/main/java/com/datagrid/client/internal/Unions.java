package com.datagrid.client.internal;

import com.datagrid.client.generated.Union;
import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Choices. The discriminator says which one it is; without one, the choice is taken that reads
 * without an error and leaves least unread, the first of equals. What is none of them is kept as it
 * came.
 */
final class Unions implements TypeAdapterFactory {

  /** More than any model: what takes everything comes after what is made for it. */
  private static final int ANYTHING = 1_000_000;

  @Override
  public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
    Class<? super T> raw = type.getRawType();
    Union union = raw.getAnnotation(Union.class);
    if (union != null) {
      return new Adapter<T>(gson, union).nullSafe();
    }
    return raw.isRecord() && isInsideUnion(raw) ? new Wrapper<T>(gson, raw).nullSafe() : null;
  }

  private static boolean isInsideUnion(Class<?> type) {
    Class<?> outer = type.getDeclaringClass();
    return outer != null && outer.isAnnotationPresent(Union.class);
  }

  /** An interface. */
  private static final class Adapter<T> extends TypeAdapter<T> {
    private final Gson gson;
    private final Union union;

    Adapter(Gson gson, Union union) {
      this.gson = gson;
      this.union = union;
    }

    @Override
    public T read(JsonReader in) throws IOException {
      JsonElement json = gson.getAdapter(JsonElement.class).read(in);
      Class<?> named = named(json);
      if (named != null) {
        try {
          return cast(read(named, json));
        } catch (JsonParseException e) {
          throw new JsonParseException("at " + in.getPreviousPath() + ": " + e.getMessage(), e);
        }
      }
      Object best = null;
      int least = Integer.MAX_VALUE;
      for (Class<?> variant : union.discriminator().isEmpty() ? union.variants() : scalars()) {
        Object value = attempt(variant, json);
        int misfit = value == null ? Integer.MAX_VALUE : misfit(value);
        if (misfit < least) {
          best = value;
          least = misfit;
        }
      }
      return cast(best == null ? read(union.unknown(), json) : best);
    }

    /** The class that the discriminator says. */
    private @Nullable Class<?> named(JsonElement json) {
      if (json instanceof JsonObject object
          && object.get(union.discriminator()) instanceof JsonPrimitive value) {
        for (int i = 0; i < union.values().length; i++) {
          if (union.values()[i].equals(value.getAsString())) {
            return union.types()[i];
          }
        }
      }
      return null;
    }

    /** Those that a discriminator cannot be in. */
    private Class<?>[] scalars() {
      return Arrays.stream(union.variants())
          .filter(variant -> variant.isRecord() || variant.isEnum())
          .toArray(Class<?>[]::new);
    }

    private @Nullable Object attempt(Class<?> variant, JsonElement json) throws IOException {
      try {
        return read(variant, json);
      } catch (JsonParseException | IllegalStateException | NumberFormatException e) {
        return null; // it is another one
      }
    }

    /** From text: a tree reads 1.5 as the integer 1. */
    private Object read(Class<?> variant, JsonElement json) throws IOException {
      return gson.getAdapter(variant).read(gson.newJsonReader(new StringReader(json.toString())));
    }

    private int misfit(Object value) {
      if (value instanceof Enum<?> constant) {
        return Json.isUnrecognized(constant) ? Integer.MAX_VALUE : 0;
      }
      if (value.getClass().isRecord()) {
        Object wrapped = Wrapper.component(value);
        return wrapped instanceof Map || union.unknown().isInstance(value) ? ANYTHING : 0;
      }
      return gson.getAdapter(value.getClass()) instanceof Models.Adapter<?> model
          ? model.misfit(value)
          : 0;
    }

    @SuppressWarnings("unchecked") // all variants implement the interface
    private T cast(Object value) {
      return (T) value;
    }

    @Override
    public void write(JsonWriter out, T value) throws IOException {
      write(out, gson.getAdapter(value.getClass()), value);
    }

    @SuppressWarnings("unchecked") // of the value's own class
    private static <V> void write(JsonWriter out, TypeAdapter<V> adapter, Object value)
        throws IOException {
      adapter.write(out, (V) value);
    }
  }

  /** A record that stands for its one component. */
  private static final class Wrapper<T> extends TypeAdapter<T> {
    private final Class<? super T> type;
    private final TypeAdapter<Object> adapter;

    @SuppressWarnings("unchecked") // of the component's own type
    Wrapper(Gson gson, Class<? super T> type) {
      this.type = type;
      this.adapter =
          (TypeAdapter<Object>)
              gson.getAdapter(TypeToken.get(type.getRecordComponents()[0].getGenericType()));
    }

    @Override
    @SuppressWarnings("unchecked") // the record's own constructor
    public T read(JsonReader in) throws IOException {
      Object value = adapter.read(in);
      try {
        return (T) type.getDeclaredConstructors()[0].newInstance(value);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("Cannot make a " + type, e);
      }
    }

    @Override
    public void write(JsonWriter out, T value) throws IOException {
      Json.writeWithNulls(out, adapter, component(value));
    }

    static Object component(Object wrapper) {
      RecordComponent component = wrapper.getClass().getRecordComponents()[0];
      try {
        return component.getAccessor().invoke(wrapper);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("Cannot read " + component, e);
      }
    }
  }
}
