package com.datagrid.client;

import static com.datagrid.client.FakeHttp.rejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import com.datagrid.client.FakeHttp.Reply;
import com.datagrid.client.ratelimit.internal.VirtualTime;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** Whatever is logged, at the finest level and with everything going wrong, has no secret. */
class LogTest {

  private static final String KEY = "key-s3cret";
  private static final String VALUE = "value-s3cret";
  private static final String BODY = "body-s3cret";

  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
  private final Level before = root.getLevel();

  private final VirtualTime time = new VirtualTime();
  private final FakeHttp http = new FakeHttp(time);

  @BeforeEach
  void listen() {
    appender.start();
    root.addAppender(appender);
    root.setLevel(Level.TRACE);
  }

  @AfterEach
  void stopListening() {
    root.setLevel(before);
    root.detachAppender(appender);
  }

  @ParameterizedTest
  @EnumSource
  void noKeyNoValueAndNoBody(Mode mode) throws Exception {
    http.then(
        Reply.of(200, FakeHttp.CONNECTION.replace("s3cret", VALUE)),
        Reply.of(401, "{\"message\": \"Incorrect API key: " + KEY + "\", \"x\": \"" + BODY + "\"}"),
        rejected("Retry-After", "1"),
        Reply.of(200, FakeHttp.CONNECTION.replace("s3cret", VALUE)),
        Reply.of(200, "{\"id\": \"" + BODY + "\", \"value\": \"" + VALUE + "\"}"),
        Reply.of(500, BODY));
    try (DatagridClient client = http.client().apiKey(KEY).maxRetries(0).build()) {
      IllegalStateException bug = new IllegalStateException("bug of a consumer");
      client
          .retryRegistry()
          .retry("PATCH /connections/{connection_id}")
          .getEventPublisher()
          .onEvent(
              event -> {
                throw bug;
              });
      client
          .rateLimiterRegistry()
          .rateLimiter("PATCH /connections/{connection_id}")
          .getEventPublisher()
          .onEvent(
              event -> {
                throw bug;
              });
      assertThat(mode.update(client, time).attempts()).isEqualTo(1);
      assertFails(mode, client, AuthenticationException.class);
      assertThat(mode.update(client, time).attempts()).isEqualTo(2);
      assertFails(mode, client, InvalidResponseException.class);
      assertFails(mode, client, ApiException.class);
    }
    assertThat(http.requests()).as("all of them were sent").hasSize(6);

    String log =
        appender.list.stream()
            .map(event -> event.getFormattedMessage() + text(event.getThrowableProxy()))
            .collect(Collectors.joining("\n"));

    assertThat(log)
        .as("the consumers that throw are logged")
        .contains("retry events", "rate limiter")
        .doesNotContain(KEY)
        .doesNotContain(VALUE)
        .doesNotContain(BODY)
        .doesNotContain("Sales"); // of the request and the response
  }

  private void assertFails(Mode mode, DatagridClient client, Class<? extends Throwable> type) {
    assertThatThrownBy(() -> mode.update(client, time)).isInstanceOf(type);
  }

  private static String text(@Nullable IThrowableProxy thrown) {
    return thrown == null ? "" : ThrowableProxyUtil.asString(thrown);
  }
}
