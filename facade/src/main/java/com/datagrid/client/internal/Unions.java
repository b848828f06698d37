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
import java.util.Collection;
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

  /** As many unknown properties weigh as much as a value that an enum or a choice does not know. */
  private static final int UNRECOGNIZED = 100;

  private static final int NONE = Integer.MAX_VALUE;

  @Override
  public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
    Class<? super T> raw = type.getRawType();
    Union union = raw.getAnnotation(Union.class);
    if (union != null) {
      return new Adapter<T>(gson, union).nullSafe();
    }
    return raw.isRecord() && isInsideUnion(raw) ? new Wrapper<T>(gson, raw).nullSafe() : null;
  }

  /**
   * How much of a value is not what its class is made for, however deep inside: {@link #NONE} if it
   * is the value of no choice.
   */
  private static int misfit(Gson gson, @Nullable Object value) {
    if (value instanceof Enum<?> constant) {
      return Json.isUnrecognized(constant) ? NONE : 0;
    }
    if (value != null && value.getClass().isRecord() && isInsideUnion(value.getClass())) {
      if (isUnknown(value)) {
        return NONE;
      }
      Object wrapped = Wrapper.component(value);
      return wrapped instanceof Map ? ANYTHING : inside(gson, wrapped);
    }
    return inside(gson, value);
  }

  private static int inside(Gson gson, @Nullable Object value) {
    long misfit = 0;
    if (value instanceof Collection<?> list) {
      for (Object element : list) {
        misfit += part(gson, element);
      }
    } else if (value instanceof Map<?, ?> map) {
      for (Object element : map.values()) {
        misfit += part(gson, element);
      }
    } else if (value != null
        && Models.isModel(value.getClass())
        && gson.getAdapter(value.getClass()) instanceof Models.Adapter<?> model) {
      misfit += model.unread(value);
      for (Object property : model.values(value)) {
        misfit += part(gson, property);
      }
    }
    return (int) Math.min(misfit, ANYTHING - 1);
  }

  private static int part(Gson gson, @Nullable Object value) {
    int misfit = misfit(gson, value);
    return misfit == NONE ? UNRECOGNIZED : misfit % ANYTHING;
  }

  private static boolean isUnknown(Object value) {
    Union union = value.getClass().getDeclaringClass().getAnnotation(Union.class);
    return union != null && union.unknown().isInstance(value);
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
      int least = NONE;
      for (Class<?> variant : union.variants()) {
        Object value = attempt(variant, json);
        int misfit = value == null || !mayBe(variant, value) ? NONE : misfit(gson, value);
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

    /** Beside a discriminator, what none can be in, and what a choice with one of its own says. */
    private boolean mayBe(Class<?> variant, Object value) {
      Union inner = variant.getAnnotation(Union.class);
      return union.discriminator().isEmpty()
          || value.getClass().isRecord()
          || value instanceof Enum
          || (inner != null && !inner.discriminator().isEmpty());
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
