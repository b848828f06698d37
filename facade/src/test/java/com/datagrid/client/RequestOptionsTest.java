package com.datagrid.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;

class RequestOptionsTest {

  private final CallSettings client =
      CallSettings.of(
          new ClientSettings(
              () -> "key",
              Optional.of("team_1"),
              HttpUrl.get("https://api.datagrid.com/v1/"),
              Duration.ofSeconds(60),
              Duration.ofMinutes(3),
              2,
              Duration.ofMinutes(5),
              1 << 20,
              false,
              Map.of("X-Client", "1"),
              null));

  @Test
  void noneLeaveAllAsTheClientHasIt() {
    assertThat(client.with(RequestOptions.none())).isEqualTo(client);
    assertThat(client.with(RequestOptions.builder().build())).isEqualTo(client);
  }

  @Test
  void whatIsSetCounts() {
    RequestOptions options =
        RequestOptions.builder()
            .attemptTimeout(Duration.ofSeconds(5))
            .callTimeout(Duration.ZERO)
            .maxRetries(0)
            .teamspace("team_2")
            .priority(Priority.BACKGROUND)
            .header("X-Trace", "t")
            .queryParameter("debug", "1")
            .build();
    assertThat(client.with(options))
        .isEqualTo(
            new CallSettings(
                Duration.ofSeconds(5),
                Duration.ZERO,
                0,
                Optional.of("team_2"),
                Priority.BACKGROUND,
                Map.of("X-Trace", "t"),
                Map.of("debug", "1")));
  }

  @Test
  void theShorterOfTwoDeadlinesCounts() {
    Duration minute = Duration.ofMinutes(1);
    assertThat(client.within(minute).callTimeout()).isEqualTo(minute);
    assertThat(client.within(Duration.ofHours(1)).callTimeout()).isEqualTo(Duration.ofMinutes(3));
    CallSettings none = client.with(RequestOptions.builder().callTimeout(Duration.ZERO).build());
    assertThat(none.within(minute).callTimeout()).isEqualTo(minute);
  }

  @Test
  void ofTwoHeadersOfOneNameTheLaterCounts() {
    RequestOptions options =
        RequestOptions.builder().header("X-A", "1").header("x-a", "2").header("B", "3").build();
    assertThat(options.headers()).hasSize(2).containsValues("2", "3");
  }

  @Test
  void ofTwoQueryParametersOfOneNameTheLaterCounts() {
    RequestOptions options =
        RequestOptions.builder()
            .queryParameter("a", "1")
            .queryParameter("b", "")
            .queryParameter("A", "3")
            .queryParameter("a", "2")
            .build();
    assertThat(options.queryParameters())
        .containsExactly(entry("a", "2"), entry("b", ""), entry("A", "3"));
  }

  @Test
  void areImmutable() {
    RequestOptions.Builder builder =
        RequestOptions.builder().maxRetries(1).header("A", "1").queryParameter("a", "1");
    RequestOptions options = builder.build();
    builder.maxRetries(2).header("B", "2").queryParameter("b", "2");
    assertThat(options.queryParameters()).containsOnlyKeys("a");
    assertThat(options.maxRetries()).hasValue(1);
    assertThat(options.headers()).containsOnlyKeys("A");
  }

  @Test
  void whatCannotBeIsRefusedAtOnce() {
    RequestOptions.Builder builder = RequestOptions.builder();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.attemptTimeout(Duration.ZERO))
        .withMessageContaining("attemptTimeout");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.callTimeout(Duration.ofNanos(-1)))
        .withMessageContaining("callTimeout");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.maxRetries(-1))
        .withMessageContaining("maxRetries");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.teamspace(" "))
        .withMessageContaining("teamspace");
    assertThatIllegalArgumentException().isThrownBy(() -> builder.header("Authorization", "x"));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.header("X-A", "a\r\nb"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.queryParameter(" ", "x"))
        .withMessageContaining("query parameter");
    assertThatIllegalArgumentException().isThrownBy(() -> builder.queryParameter("a\uD800", "x"));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.queryParameter("a", "\uD800"));
  }

  @Test
  @SuppressWarnings("NullAway") // on purpose
  void nullIsRefusedAtOnce() {
    RequestOptions.Builder builder = RequestOptions.builder();
    assertThatNullPointerException().isThrownBy(() -> builder.attemptTimeout(null));
    assertThatNullPointerException().isThrownBy(() -> builder.callTimeout(null));
    assertThatNullPointerException().isThrownBy(() -> builder.teamspace(null));
    assertThatNullPointerException().isThrownBy(() -> builder.header(null, "v"));
    assertThatNullPointerException().isThrownBy(() -> builder.header("X-A", null));
    assertThatNullPointerException()
        .isThrownBy(() -> builder.queryParameter(null, "v"))
        .withMessage("name");
    assertThatNullPointerException()
        .isThrownBy(() -> builder.queryParameter("a", null))
        .withMessage("value");
    assertThatNullPointerException().isThrownBy(() -> client.with(null)).withMessage("options");
  }
}
