package com.datagrid.client.internal;

import com.datagrid.client.generated.Required;
import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.annotations.SerializedName;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The classes that the generator makes of schemas: nothing that the server sends is lost, nothing
 * that it demands is left out, and null is sent only where it was set.
 */
final class Models implements TypeAdapterFactory {

  private static final String PACKAGE = "com.datagrid.client.model";

  /** Fields of the generated classes that are no properties. */
  private static final String ADDITIONAL = "additionalProperties";

  private static final String NULLS = "explicitNulls";

  @Override
  public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
    Class<? super T> raw = type.getRawType();
    return isModel(raw) && !raw.isEnum() && !raw.isInterface() && !raw.isRecord()
        ? new Adapter<>(gson, type)
        : null;
  }

  static boolean isModel(@Nullable Class<?> type) {
    return type != null && type.getPackageName().equals(PACKAGE);
  }

  /** A property of a model. */
  private record Property(
      String name, Field field, TypeAdapter<Object> adapter, @Nullable Required required) {

    static Property of(Gson gson, Field field) {
      @SuppressWarnings("unchecked") // of the field's own type
      TypeAdapter<Object> adapter =
          (TypeAdapter<Object>) gson.getAdapter(TypeToken.get(field.getGenericType()));
      field.setAccessible(true);
      return new Property(
          field.getAnnotation(SerializedName.class).value(),
          field,
          adapter,
          field.getAnnotation(Required.class));
    }

    boolean mayNotBeNull(Required.In elsewhere) {
      return required != null && !required.nullable() && required.in() != elsewhere;
    }

    boolean isSentAsNull() {
      return required != null && required.nullable();
    }

    @Nullable Object get(Object model) {
      return value(field, model);
    }

    void set(Object model, @Nullable Object value) {
      Models.set(field, model, value);
    }
  }

  private static void set(Field field, Object model, @Nullable Object value) {
    try {
      field.set(model, value);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e); // made accessible before
    }
  }

  private static @Nullable Object value(Field field, Object model) {
    try {
      return field.get(model);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e); // made accessible before
    }
  }

  /** Of one class. */
  static final class Adapter<T> extends TypeAdapter<T> {

    private final Constructor<? super T> constructor;
    private final Map<String, Property> properties = new LinkedHashMap<>();
    private final @Nullable Field additional;
    private final @Nullable Field nulls;
    private final TypeAdapter<Object> others;

    Adapter(Gson gson, TypeToken<T> type) {
      Class<? super T> raw = type.getRawType();
      try {
        constructor = raw.getConstructor();
      } catch (NoSuchMethodException e) {
        throw new IllegalArgumentException(raw + " has no public constructor without arguments", e);
      }
      List<Class<?>> classes = new ArrayList<>();
      for (Class<?> part = raw; isModel(part); part = part.getSuperclass()) {
        classes.add(part);
      }
      for (Class<?> part : classes) {
        for (Field field : part.getDeclaredFields()) {
          if (field.isAnnotationPresent(SerializedName.class)) {
            Property property = Property.of(gson, field);
            properties.putIfAbsent(property.name(), property);
          }
        }
      }
      additional = field(raw, ADDITIONAL);
      nulls = field(raw, NULLS);
      others = adapterOfOthers(gson, additional);
    }

    private static @Nullable Field field(Class<?> model, String name) {
      for (Field field : model.getDeclaredFields()) {
        if (field.getName().equals(name) && !field.isAnnotationPresent(SerializedName.class)) {
          field.setAccessible(true);
          return field;
        }
      }
      return null;
    }

    @SuppressWarnings("unchecked") // of the type that the map's values have
    private static TypeAdapter<Object> adapterOfOthers(Gson gson, @Nullable Field additional) {
      return additional != null && additional.getGenericType() instanceof ParameterizedType map
          ? (TypeAdapter<Object>) gson.getAdapter(TypeToken.get(map.getActualTypeArguments()[1]))
          : gson.getAdapter(Object.class);
    }

    @Override
    public @Nullable T read(JsonReader in) throws IOException {
      if (in.peek() == JsonToken.NULL) {
        in.nextNull();
        return null;
      }
      Json.requireToken(in, JsonToken.BEGIN_OBJECT);
      T model = newInstance();
      in.beginObject();
      while (in.hasNext()) {
        String name = in.nextName();
        Property property = properties.get(name);
        if (property == null) {
          add(model, name, others.read(in));
        } else {
          Object value = property.adapter().read(in);
          property.set(model, value);
          if (value == null) {
            nulls(model).add(name);
          }
        }
      }
      in.endObject();
      for (Property property : properties.values()) {
        if (property.mayNotBeNull(Required.In.REQUESTS) && property.get(model) == null) {
          throw new JsonParseException(
              "required field "
                  + in.getPreviousPath()
                  + '.'
                  + property.name()
                  + " is missing or null");
        }
      }
      return model;
    }

    @SuppressWarnings("unchecked") // the constructor is of this class
    private T newInstance() {
      try {
        return (T) constructor.newInstance();
      } catch (InstantiationException | IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException("Cannot make a " + constructor.getDeclaringClass(), e);
      }
    }

    @Override
    public void write(JsonWriter out, @Nullable T model) throws IOException {
      if (model == null) {
        out.nullValue();
        return;
      }
      boolean nulls = out.getSerializeNulls();
      out.setSerializeNulls(true); // what is left out is left out here
      out.beginObject();
      for (Property property : properties.values()) {
        Object value = property.get(model);
        if (value == null && property.mayNotBeNull(Required.In.RESPONSES)) {
          throw new IllegalArgumentException(
              constructor.getDeclaringClass().getSimpleName()
                  + '.'
                  + property.name()
                  + " is required, but is null");
        }
        if (value != null || property.isSentAsNull() || nulls(model).contains(property.name())) {
          write(out, property.name(), property.adapter(), value);
        }
      }
      for (Map.Entry<String, @Nullable Object> other : additional(model).entrySet()) {
        if (properties.containsKey(other.getKey())) {
          throw new IllegalArgumentException(
              constructor.getDeclaringClass().getSimpleName()
                  + " has a property "
                  + other.getKey()
                  + " of its own: set that");
        }
        write(out, other.getKey(), others, other.getValue());
      }
      out.endObject();
      out.setSerializeNulls(nulls);
    }

    private static void write(
        JsonWriter out, String name, TypeAdapter<Object> adapter, @Nullable Object value)
        throws IOException {
      out.name(name);
      if (value == null) {
        out.nullValue();
      } else {
        adapter.write(out, value);
      }
    }

    /** How many properties of a model its class does not name. */
    int unread(Object model) {
      return additional(model).size();
    }

    /** The values of its properties. */
    List<@Nullable Object> values(Object model) {
      List<@Nullable Object> values = new ArrayList<>();
      properties.values().forEach(property -> values.add(property.get(model)));
      return values;
    }

    @SuppressWarnings("unchecked") // as the generator writes it
    private Map<String, @Nullable Object> additional(Object model) {
      Object map = additional == null ? null : value(additional, model);
      return map == null ? Map.of() : (Map<String, @Nullable Object>) map;
    }

    private void add(Object model, String name, @Nullable Object value) {
      if (additional == null) {
        return;
      }
      Map<String, @Nullable Object> map = additional(model);
      if (map.isEmpty()) {
        map = new LinkedHashMap<>();
        set(additional, model, map);
      }
      map.put(name, value);
    }

    @SuppressWarnings("unchecked") // as the generator writes it
    private Set<String> nulls(Object model) {
      Object names = nulls == null ? null : value(nulls, model);
      return names == null ? new HashSet<>() : (Set<String>) names;
    }
  }
}
