package com.datagrid.client.model;

import com.google.gson.TypeAdapter;
import com.google.gson.annotations.JsonAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;

/** An enum as the generator writes them, which is among the choices. */
@JsonAdapter(Size.Adapter.class)
public enum Size implements Shape, Pet {
  SMALL("s"),
  LARGE("x,l"),
  UNRECOGNIZED("unknown_default_open_api");

  private final String value;

  Size(String value) {
    this.value = value;
  }

  public String getValue() {
    return value;
  }

  @Override
  public String toString() {
    return value;
  }

  /** Reads and writes the values. */
  public static class Adapter extends TypeAdapter<Size> {
    @Override
    public void write(JsonWriter out, Size size) throws IOException {
      out.value(size.getValue());
    }

    @Override
    public Size read(JsonReader in) throws IOException {
      String value = in.nextString();
      for (Size size : values()) {
        if (size.value.equals(value)) {
          return size;
        }
      }
      return UNRECOGNIZED;
    }
  }
}
