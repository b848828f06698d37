package com.datagrid.client.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.contract.ContractServer.Exchange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** How long a client waited, as its server saw it. */
final class Waits {

  private Waits() {}

  /**
   * The times between exchanges. A pause of the client is never longer than what is seen here,
   * since an exchange is stamped before its response is sent, and after its request came.
   */
  static List<Duration> between(List<Exchange> exchanges) {
    List<Duration> waits = new ArrayList<>();
    for (int i = 1; i < exchanges.size(); i++) {
      waits.add(Duration.ofNanos(exchanges.get(i).nanos() - exchanges.get(i - 1).nanos()));
    }
    return waits;
  }

  static Consumer<Duration> atLeastMillis(long millis) {
    return wait -> assertThat(wait).isGreaterThanOrEqualTo(Duration.ofMillis(millis));
  }
}
