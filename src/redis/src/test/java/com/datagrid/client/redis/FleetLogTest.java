package com.datagrid.client.redis;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.datagrid.client.ratelimit.RateLimitKey;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class FleetLogTest {

  private final Logger logger = (Logger) LoggerFactory.getLogger("com.datagrid.client.redis");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
    logger.setLevel(Level.INFO);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(lines);
    logger.setLevel(null);
  }

  @Test
  void eachSwitchIsOneLine() {
    Simulation s = new Simulation(1, 40, Duration.ofSeconds(6));
    s.processesConfigured = 2;
    Simulation.Member one = s.start(true);
    Simulation.Member other = s.start(true);
    one.call(200);
    other.call(200);
    s.at(10, () -> s.redis.down(true));
    s.at(18, () -> s.redis.down(false));
    s.runUntilDone(300);

    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .map(line -> line.replaceFirst(".*?: ", ""))
        .filteredOn(line -> !line.contains("has no data yet"))
        .containsExactly(
            "shared, by 2 processes",
            "shared, by 2 processes",
            "alone, with 1/2 of the limit: refused",
            "alone, with 1/2 of the limit: refused",
            "shared, by 2 processes",
            "shared, by 2 processes");
    assertThat(one.windows.get(0).status().isShared()).isTrue();
  }

  @Test
  void aStatusTellsWhatIsGoingOn() {
    FleetLog log = new FleetLog(RateLimitKey.of(Optional.of("team"), "PATCH", "/x"), 3);
    log.exchanged(5_000_000);
    log.shared(4);
    log.failed(new IllegalStateException("refused"));
    FleetStatus status = log.status();

    assertThat(status.isShared()).isTrue();
    assertThat(status.members()).isEqualTo(4);
    assertThat(status.exchanges()).isEqualTo(1);
    assertThat(status.failures()).isEqualTo(1);
    assertThat(status.roundTrip()).isEqualTo(Duration.ofMillis(5));
    assertThat(status.toString()).contains("PATCH", "shared by 4", "1 exchanges", "1 failures");
    log.alone(4);
    assertThat(log.status().isShared()).isFalse();
    assertThat(log.status().toString()).contains("alone, of 4");
  }
}
