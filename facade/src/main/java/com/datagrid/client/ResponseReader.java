package com.datagrid.client;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import okhttp3.MediaType;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads bodies of responses, of bounded size.
 *
 * @param <T> what a success is converted to
 */
final class ResponseReader<T> {

  private final Operation<T> operation;
  private final long maxResponseBytes;

  ResponseReader(Operation<T> operation, long maxResponseBytes) {
    this.operation = operation;
    this.maxResponseBytes = maxResponseBytes;
  }

  /**
   * Any other status. What can be read of its body is better than nothing.
   *
   * @param over whether to fail if reading does
   */
  Outcome<T> error(Response response, BooleanSupplier over) throws IOException {
    Buffer body = new Buffer();
    try {
      read(response.body().source(), body, Defaults.MAX_ERROR_BYTES);
    } catch (IOException e) {
      if (over.getAsBoolean()) {
        throw e;
      }
    }
    return new Outcome.Unsuccessful<>(withoutBody(response), text(response, body));
  }

  /** A 2xx, whose body is read and converted. */
  Outcome<T> success(Response response) throws IOException {
    if (response.code() == 204 || response.code() == 205) {
      return noContent(response);
    }
    Buffer body = new Buffer();
    long most = Math.max(maxResponseBytes, maxResponseBytes + 1); // which may overflow
    read(response.body().source(), body, most);
    if (body.size() > maxResponseBytes) {
      return invalid(
          response, body, "larger than maxResponseBytes (" + maxResponseBytes + ")", null);
    }
    byte[] bytes = body.readByteArray(); // and what the buffer was made of can be used again
    T value;
    try {
      value =
          operation.converter().convert(ResponseBody.create(bytes, response.body().contentType()));
    } catch (EOFException e) {
      String problem = bytes.length == 0 ? "it is empty" : "it ends too early";
      return invalid(response, body.write(bytes), problem, e);
    } catch (IOException | RuntimeException e) {
      return invalid(response, body.write(bytes), String.valueOf(e.getMessage()), e);
    }
    if (value == null && operation.isBodyExpected()) {
      return invalid(response, body.write(bytes), "it is null", null);
    }
    return success(response, value);
  }

  /** A 204 or 205. */
  Outcome<T> noContent(Response response) {
    return operation.isBodyRequired()
        ? invalid(response, new Buffer(), "there is none", null)
        : success(response, null);
  }

  /** A 2xx whose body is that. */
  @SuppressWarnings("NullAway") // null only where T is Void or the response has no body
  Outcome<T> success(Response response, @Nullable T value) {
    return new Outcome.Success<>(withoutBody(response), value);
  }

  private Outcome<T> invalid(
      Response response, Buffer body, String problem, @Nullable Exception cause) {
    return new Outcome.Invalid<>(withoutBody(response), text(response, body), problem, cause);
  }

  private static void read(BufferedSource source, Buffer sink, long most) throws IOException {
    while (sink.size() < most && source.read(sink, most - sink.size()) != -1) {
      // reads on
    }
  }

  private static String text(Response response, Buffer body) {
    MediaType type = response.body().contentType();
    Charset charset = type == null ? null : type.charset(StandardCharsets.UTF_8);
    String text =
        body.snapshot((int) Math.min(body.size(), Defaults.MAX_ERROR_BYTES))
            .string(charset == null ? StandardCharsets.UTF_8 : charset);
    return Pipeline.masked(text, Pipeline.apiKey(response.request())); // it may quote a wrong key
  }

  static Response withoutBody(Response response) {
    return response
        .newBuilder()
        .body(ResponseBody.create("", response.body().contentType()))
        .build();
  }
}
