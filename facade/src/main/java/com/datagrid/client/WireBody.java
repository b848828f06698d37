package com.datagrid.client;

import java.io.IOException;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;

/**
 * A response's body as it comes off the wire, before OkHttp unpacks it: it ends at a bound, since
 * unpacking can take more memory than what comes of it has, a gzip header without end all there is.
 */
final class WireBody extends ForwardingSource {

  private final boolean http2;
  private long left;
  private boolean failed;

  /**
   * The body of a response.
   *
   * @param most how many bytes it may have unpacked
   */
  WireBody(Response response, long most) {
    super(response.body().source());
    http2 = response.protocol() == Protocol.HTTP_2;
    long packed = most + most / 256 + 8192; // what cannot be compressed grows a little
    left = packed < 0 ? Long.MAX_VALUE : packed;
  }

  /** The same response with this as its body. */
  Response in(Response response) {
    ResponseBody body = response.body();
    long length = body.contentLength() <= left ? body.contentLength() : -1;
    return response
        .newBuilder()
        .body(ResponseBody.create(Okio.buffer(this), body.contentType(), length))
        .build();
  }

  /** Whether the bound is reached. */
  boolean isCut() {
    return left == 0;
  }

  @Override
  public long read(Buffer sink, long most) throws IOException {
    if (left == 0) {
      return -1;
    }
    try {
      long count = super.read(sink, Math.min(most, left));
      left -= Math.max(0, count);
      return count;
    } catch (IOException e) {
      failed = true;
      throw e;
    }
  }

  /**
   * When a body is closed that has not come to its end, OkHttp reads on for a moment; and where
   * reading has failed it reads once more what it has in memory, which a server can make last for
   * minutes. By then the connection is given up already, so that nothing is left to close; but on
   * HTTP/2 closing gives room for other streams.
   */
  @Override
  public void close() throws IOException {
    if (!failed || http2) {
      super.close();
    }
  }
}
