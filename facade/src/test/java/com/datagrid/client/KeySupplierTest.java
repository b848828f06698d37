package com.datagrid.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.datagrid.client.ratelimit.internal.VirtualTime;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Suppliers of API keys that fail or take long. */
class KeySupplierTest {

  private final VirtualTime time = new VirtualTime();
  private final FakeHttp http = new FakeHttp(time);

  private DatagridException failure(Mode mode, Supplier<String> supplier) {
    try (DatagridClient client =
        http.client().apiKey(supplier).callTimeout(Duration.ofSeconds(10)).build()) {
      DatagridException failure =
          catchThrowableOfType(DatagridException.class, () -> mode.update(client, time));
      assertThat(client.rateLimits().values()).allMatch(status -> status.inFlight() == 0);
      return failure;
    }
  }

  @AfterEach
  void nothingWasSent() {
    assertThat(http.requests()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void whateverItThrowsIsTheCause(Mode mode) {
    Error error = new NoClassDefFoundError("vault/Client");

    assertThat(
            failure(
                mode,
                () -> {
                  throw error;
                }))
        .hasMessageContaining("supplier of the API key")
        .hasCause(error);
  }

  @ParameterizedTest
  @EnumSource
  void theDeadlineHoldsForItToo(Mode mode) {
    DatagridException failure =
        failure(
            mode,
            () -> {
              time.stall(Duration.ofSeconds(10));
              return "key";
            });

    assertThat(failure)
        .isInstanceOf(CallTimeoutException.class)
        .hasMessageContaining("raise callTimeout(..)")
        .hasRootCauseMessage("the supplier of the API key took longer than the callTimeout");
  }
}
