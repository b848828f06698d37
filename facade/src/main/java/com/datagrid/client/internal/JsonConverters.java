package com.datagrid.client.internal;

import com.google.gson.Gson;
import com.google.gson.JsonIOException;
import com.google.gson.TypeAdapter;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okhttp3.ResponseBody;
import retrofit2.Converter;
import retrofit2.Retrofit;

/**
 * Bodies in JSON. Retrofit's converter-gson makes an encoder and a decoder with buffers of 8 KiB
 * for each body: 14 KB of a call, about as much as all else that it allocates. Most of our bodies
 * are far smaller.
 */
public final class JsonConverters extends Converter.Factory {

  private static final MediaType JSON = MediaType.get("application/json; charset=UTF-8");

  /** What is up to so long is read as one text. */
  private static final long SMALL_BYTES = 8192;

  private final Gson gson;

  /** Makes converters for what that Gson reads and writes. */
  public JsonConverters(Gson gson) {
    this.gson = gson;
  }

  @Override
  public Converter<ResponseBody, ?> responseBodyConverter(
      Type type, Annotation[] annotations, Retrofit retrofit) {
    TypeAdapter<?> adapter = gson.getAdapter(TypeToken.get(type));
    return body -> {
      long length = body.contentLength();
      boolean small = length >= 0 && length <= SMALL_BYTES;
      return read(adapter, small ? new StringReader(body.string()) : body.charStream());
    };
  }

  /** Reads texts in JSON. */
  public <T> Converter<String, T> parser(Class<T> type) {
    TypeAdapter<T> adapter = gson.getAdapter(type);
    return text -> read(adapter, new StringReader(text));
  }

  private <T> T read(TypeAdapter<T> adapter, Reader text) throws IOException {
    JsonReader reader = gson.newJsonReader(text);
    T value = adapter.read(reader);
    if (reader.peek() != JsonToken.END_DOCUMENT) {
      throw new JsonIOException("something follows the JSON document");
    }
    return value;
  }

  @Override
  public Converter<?, RequestBody> requestBodyConverter(
      Type type,
      Annotation[] parameterAnnotations,
      Annotation[] methodAnnotations,
      Retrofit retrofit) {
    return requestBodyConverter(gson.getAdapter(TypeToken.get(type)));
  }

  private <T> Converter<T, RequestBody> requestBodyConverter(TypeAdapter<T> adapter) {
    return value ->
        value instanceof RequestBody body ? body : RequestBody.create(text(adapter, value), JSON);
  }

  private <T> String text(TypeAdapter<T> adapter, T value) throws IOException {
    StringWriter text = new StringWriter();
    adapter.write(gson.newJsonWriter(text), value);
    return text.toString();
  }
}
