package com.datagrid.client.internal;

import static java.time.format.DateTimeFormatter.ISO_LOCAL_DATE;
import static java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.ToNumberPolicy;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQuery;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the generated models are read and written: tolerant where the server may grow (unknown
 * properties, unknown enum values, missing optional fields), strict where silence would be wrong (a
 * required field missing or null, a value of another JSON type).
 */
public final class Json {

  /** The constant that the generator adds to every enum, for the values to come. */
  private static final String UNRECOGNIZED = "UNRECOGNIZED";

  private Json() {}

  /** Whether values are written in JSON in braces, or may be. */
  static boolean isTree(Class<?> type) {
    return Map.class.isAssignableFrom(type)
        || JsonElement.class.isAssignableFrom(type)
        || (Models.isModel(type) && !type.isEnum());
  }

  /** Whether it is the constant that stands for all values that this version does not know. */
  static boolean isUnrecognized(Enum<?> value) {
    return value.name().equals(UNRECOGNIZED);
  }

  /** Refuses the constant that stands for all values that this version does not know. */
  static void requireKnown(Enum<?> value) {
    if (isUnrecognized(value)) {
      throw new IllegalArgumentException(
          value.getDeclaringClass().getSimpleName()
              + '.'
              + value.name()
              + " stands for a value that this version does not know: it cannot be sent");
    }
  }

  /** Reads and writes the generated models. */
  public static Gson gson() {
    return new GsonBuilder()
        .disableHtmlEscaping() // the server gets "<" as it is
        .registerTypeAdapter(
            OffsetDateTime.class,
            new Text<>("date-time", ISO_OFFSET_DATE_TIME, OffsetDateTime::from).nullSafe())
        .registerTypeAdapter(
            LocalDate.class, new Text<>("date", ISO_LOCAL_DATE, LocalDate::from).nullSafe())
        .setObjectToNumberStrategy(Json::number)
        .registerTypeAdapterFactory(new Maps())
        .registerTypeAdapterFactory(new StrictTypes())
        .registerTypeAdapterFactory(new Models())
        .registerTypeAdapterFactory(new Unions())
        .registerTypeAdapterFactory(new KnownEnumValues())
        .create();
  }

  /**
   * Dates and times: an unreadable one is a {@link JsonParseException} that says where it stands.
   * Written by the formatter, since {@code toString()} leaves out seconds that are zero, which RFC
   * 3339 requires.
   */
  private static final class Text<T extends TemporalAccessor> extends TypeAdapter<T> {
    private final String format;
    private final DateTimeFormatter formatter;
    private final TemporalQuery<T> query;

    Text(String format, DateTimeFormatter formatter, TemporalQuery<T> query) {
      this.format = format;
      this.formatter = formatter;
      this.query = query;
    }

    @Override
    public T read(JsonReader in) throws IOException {
      requireToken(in, JsonToken.STRING);
      String text = in.nextString();
      try {
        return formatter.parse(text, query);
      } catch (DateTimeException e) {
        throw new JsonParseException("no " + format + " at " + in.getPreviousPath(), e);
      }
    }

    @Override
    public void write(JsonWriter out, T value) throws IOException {
      out.value(formatter.format(value));
    }
  }

  /** A number of which nobody says what it is: a Long if it is whole and small enough. */
  private static Number number(JsonReader in) throws IOException {
    String text = in.nextString();
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      return ToNumberPolicy.BIG_DECIMAL.readNumber(new JsonReader(new StringReader(text)));
    }
  }

  /** What is null inside the value is written; Gson leaves it out otherwise. */
  static <T> void writeWithNulls(JsonWriter out, TypeAdapter<T> adapter, T value)
      throws IOException {
    boolean nulls = out.getSerializeNulls();
    out.setSerializeNulls(true);
    adapter.write(out, value);
    out.setSerializeNulls(nulls);
  }

  static void requireToken(JsonReader in, JsonToken expected) throws IOException {
    JsonToken found = in.peek();
    if (found != expected) {
      throw new JsonParseException(expected + " expected, but " + found + " at " + in.getPath());
    }
  }

  /** Gson by itself reads {@code "yes"} as false and {@code 12} as "12". */
  private static final class StrictTypes implements TypeAdapterFactory {
    private static final Map<Class<?>, JsonToken> TOKENS =
        Map.of(
            String.class, JsonToken.STRING,
            Boolean.class, JsonToken.BOOLEAN,
            Integer.class, JsonToken.NUMBER,
            Long.class, JsonToken.NUMBER,
            Float.class, JsonToken.NUMBER,
            Double.class, JsonToken.NUMBER,
            BigDecimal.class, JsonToken.NUMBER);

    @Override
    public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
      JsonToken token = TOKENS.get(type.getRawType());
      if (token == null) {
        return null;
      }
      TypeAdapter<T> delegate = gson.getDelegateAdapter(this, type);
      return new TypeAdapter<T>() {
        @Override
        public T read(JsonReader in) throws IOException {
          requireToken(in, token);
          return delegate.read(in);
        }

        @Override
        public void write(JsonWriter out, T value) throws IOException {
          delegate.write(out, value);
        }
      }.nullSafe();
    }
  }

  /** Maps: what is null in them is sent, too. */
  private static final class Maps implements TypeAdapterFactory {
    @Override
    public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
      if (!Map.class.isAssignableFrom(type.getRawType())) {
        return null;
      }
      TypeAdapter<T> delegate = gson.getDelegateAdapter(this, type);
      return new TypeAdapter<T>() {
        @Override
        public T read(JsonReader in) throws IOException {
          return delegate.read(in);
        }

        @Override
        public void write(JsonWriter out, T value) throws IOException {
          writeWithNulls(out, delegate, value);
        }
      };
    }
  }

  /** An unknown value is read as a constant that stands for all of them, and cannot be sent. */
  private static final class KnownEnumValues implements TypeAdapterFactory {
    @Override
    public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
      if (!type.getRawType().isEnum()) {
        return null;
      }
      TypeAdapter<T> delegate = gson.getDelegateAdapter(this, type);
      JsonToken token = token(type.getRawType());
      return new TypeAdapter<T>() {
        @Override
        public T read(JsonReader in) throws IOException {
          if (token != null) {
            requireToken(in, token);
          }
          return delegate.read(in);
        }

        @Override
        public void write(JsonWriter out, T value) throws IOException {
          requireKnown((Enum<?>) value);
          delegate.write(out, value);
        }
      }.nullSafe();
    }

    /** What the values are in JSON; null for an enum that is not the generator's. */
    private static @Nullable JsonToken token(Class<?> type) {
      try {
        return StrictTypes.TOKENS.get(type.getMethod("getValue").getReturnType());
      } catch (NoSuchMethodException e) {
        return null;
      }
    }
  }
}
