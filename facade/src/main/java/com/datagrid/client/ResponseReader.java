package com.datagrid.client;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
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
  private final Supplier<ForeignText> foreign;

  /**
   * Ready to read.
   *
   * @param foreign how to quote what is read
   */
  ResponseReader(Operation<T> operation, long maxResponseBytes, Supplier<ForeignText> foreign) {
    this.operation = operation;
    this.maxResponseBytes = maxResponseBytes;
    this.foreign = foreign;
  }

  /**
   * Any other status. What can be read of its body is better than nothing.
   *
   * @param over whether to fail if reading does
   */
  Outcome<T> error(Response response, BooleanSupplier over) throws IOException {
    Buffer body = new Buffer();
    boolean whole = false;
    try {
      whole = read(response.body().source(), body, Defaults.MAX_ERROR_BYTES);
    } catch (IOException e) {
      if (over.getAsBoolean()) {
        throw e;
      }
    }
    String text = text(response, body);
    ForeignText quoting = foreign.get();
    return error(response, ErrorBody.parse(text, masked(text, whole, quoting), quoting), quoting);
  }

  Outcome<T> errorWithoutBody(Response response) {
    return error(response, ErrorBody.parse(""), foreign.get());
  }

  private Outcome<T> error(Response response, ErrorBody body, ForeignText quoting) {
    Headers headers = Headers.of(response.headers());
    return new Outcome.Unsuccessful<>(
        withoutBody(response),
        new ErrorResponse(operation.toString(), response.code(), headers, body, quoting));
  }

  /**
   * A 2xx, whose body is read and converted.
   *
   * @param wire what it is unpacked from, if it came off a wire
   */
  Outcome<T> readSuccess(Response response, @Nullable WireBody wire) throws IOException {
    if (response.code() == 204 || response.code() == 205) {
      return noContent(response);
    }
    Buffer body = new Buffer();
    long most = Math.max(maxResponseBytes, maxResponseBytes + 1); // which may overflow
    boolean tooLarge = false;
    try {
      read(response.body().source(), body, most);
    } catch (IOException e) {
      tooLarge = wire != null && wire.isCut(); // and cannot be unpacked without its end
      if (!tooLarge) {
        throw e;
      }
    }
    if (tooLarge || body.size() > maxResponseBytes) {
      return invalid(
          response, body, "larger than maxResponseBytes (" + maxResponseBytes + ")", null);
    }
    if (body.exhausted() && operation.isBodiless(response.code())) {
      return noContent(response);
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
      String problem = foreign.get().quote(String.valueOf(e.getMessage()));
      return invalid(response, body.write(bytes), problem, e);
    }
    if (value == null && operation.isBodyExpected()) {
      return invalid(response, body.write(bytes), "it is null", null);
    }
    return success(response, value);
  }

  /** A status that has no body. */
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
    ForeignText quoting = foreign.get();
    boolean whole = body.size() <= Defaults.MAX_ERROR_BYTES;
    return new Outcome.Invalid<>(
        withoutBody(response),
        masked(text(response, body), whole, quoting),
        problem,
        cause == null ? null : ForeignFailure.clean(cause, quoting::line));
  }

  private static String masked(String text, boolean whole, ForeignText quoting) {
    return quoting.mask(whole ? text : quoting.withoutBegunSecret(text));
  }

  /** Reads to the end, and gives whether it came, or stops at that many bytes. */
  private static boolean read(BufferedSource source, Buffer sink, long most) throws IOException {
    while (sink.size() < most) {
      if (source.read(sink, most - sink.size()) == -1) {
        return true;
      }
    }
    return false;
  }

  private static String text(Response response, Buffer body) {
    MediaType type = response.body().contentType();
    Charset charset = type == null ? null : type.charset(StandardCharsets.UTF_8);
    return body.snapshot((int) Math.min(body.size(), Defaults.MAX_ERROR_BYTES))
        .string(charset == null ? StandardCharsets.UTF_8 : charset);
  }

  static Response withoutBody(Response response) {
    return response
        .newBuilder()
        .body(ResponseBody.create("", response.body().contentType()))
        .build();
  }
}
