package com.datagrid.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.Buffer;
import okio.BufferedSink;
import org.junit.jupiter.api.Test;

class OneShotBodyTest {

  private static final RequestBody BODY =
      RequestBody.create("{\"name\":\"Sales\"}", MediaType.get("application/json"));

  /** A body that can be written once by its nature. */
  private static final class Stream extends RequestBody {
    @Override
    public MediaType contentType() {
      return MediaType.get("text/plain");
    }

    @Override
    public void writeTo(BufferedSink sink) {
      // empty
    }

    @Override
    public boolean isOneShot() {
      return true;
    }

    @Override
    public boolean isDuplex() {
      return true;
    }
  }

  @Test
  void okHttpMayNotWriteItAgain() {
    assertThat(new OneShotBody(BODY, () -> false).isOneShot()).isTrue();
  }

  @Test
  void whoAnswersAChallengeMay() {
    assertThat(new OneShotBody(BODY, () -> true).isOneShot()).isFalse();
  }

  @Test
  void whatCanBeWrittenOnceStaysSo() {
    assertThat(new OneShotBody(new Stream(), () -> true).isOneShot()).isTrue();
  }

  @Test
  void allElseIsThatOfTheBody() throws IOException {
    OneShotBody body = new OneShotBody(BODY, () -> false);
    Buffer written = new Buffer();
    body.writeTo(written);

    assertThat(written.readUtf8()).isEqualTo("{\"name\":\"Sales\"}");
    assertThat(body.contentLength()).isEqualTo(16);
    assertThat(body.contentType()).isEqualTo(BODY.contentType());
    assertThat(body.isDuplex()).isFalse();
    assertThat(new OneShotBody(new Stream(), () -> false).isDuplex()).isTrue();
  }
}
