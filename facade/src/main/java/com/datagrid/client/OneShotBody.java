package com.datagrid.client;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * A body that OkHttp writes once, unless an authenticator has to respond to a challenge: by itself
 * it sends a request again on 408, 421 and 503, behind the limiter's back. Our own attempts wrap
 * the body anew each time.
 */
final class OneShotBody extends RequestBody {

  private final RequestBody body;
  private final BooleanSupplier challenged;

  /**
   * A body around another.
   *
   * @param challenged whether the last response was a challenge
   */
  OneShotBody(RequestBody body, BooleanSupplier challenged) {
    this.body = body;
    this.challenged = challenged;
  }

  @Override
  public @Nullable MediaType contentType() {
    return body.contentType();
  }

  @Override
  public long contentLength() throws IOException {
    return body.contentLength();
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    body.writeTo(sink);
  }

  @Override
  public boolean isDuplex() {
    return body.isDuplex();
  }

  @Override
  public boolean isOneShot() {
    return body.isOneShot() || !challenged.getAsBoolean();
  }
}
