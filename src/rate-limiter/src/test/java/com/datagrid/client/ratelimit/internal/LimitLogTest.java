package com.datagrid.client.ratelimit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the log tells of a limit, once each. */
class LimitLogTest {

  private static final String NAME = Calls.KEY.name() + ": ";
  private static final Duration PAUSE = Duration.ofMillis(7_500);

  private final Logger logger = (Logger) LoggerFactory.getLogger("com.datagrid.client.ratelimit");
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

  @BeforeEach
  void listen() {
    appender.start();
    logger.addAppender(appender);
    logger.setLevel(Level.INFO);
  }

  @AfterEach
  void stopListening() {
    logger.setLevel(null);
    logger.detachAppender(appender);
  }

  private List<String> lines() {
    return appender.list.stream()
        .map(event -> event.getLevel() + " " + event.getFormattedMessage())
        .toList();
  }

  @Test
  void aLimitThatIsLearnedAndOneThatChanges() {
    Calls calls = Calls.withUnknownLimit();
    for (int limit : new int[] {200, 200, 50, 50}) {
      calls.call().send().accepted(limit);
    }
    assertThat(lines())
        .containsExactly(
            "INFO " + NAME + "the limit is 200 requests per window",
            "INFO " + NAME + "the limit is 50 requests per window, was 200");
  }

  @Test
  void nothingOfALimitThatIsAsItWasSet() {
    Calls.withLimit(3).call().send().accepted(3);
    assertThat(lines()).isEmpty();
  }

  @Test
  void aLimitThatIsEstimatedSinceNoResponseNamesIt() {
    Calls calls = Calls.withUnknownLimit();
    calls.use(20);
    calls.call().send().throttled(0, PAUSE);
    assertThat(lines())
        .contains(
            "WARN "
                + NAME
                + "the server rejects a request that was within the limit, as far as is known:"
                + " 20 of 20 were used",
            "INFO " + NAME + "the limit is 20 requests per window (estimated)");
  }

  @Test
  void aPauseAfterARejectionAndItsEnd() {
    Calls calls = Calls.withLimit(100);
    calls.time.advance(PAUSE);
    calls.use(2);
    List<Calls.Call> sent = calls.calls(3);
    sent.forEach(Calls.Call::send);
    sent.get(0).throttled(100, PAUSE);
    sent.get(1).throttled(100, PAUSE); // was on the way by then
    sent.get(2).accepted();
    calls.time.advance(PAUSE);
    calls.call().send().accepted();
    calls.time.advance(Calls.SLOT);
    calls.call().send().accepted();
    assertThat(lines())
        .containsExactly(
            "WARN "
                + NAME
                + "the server rejects a request that was within the limit, as far as is known:"
                + " 4 of 100 were used",
            "INFO " + NAME + "closed for PT7.5S: the server rejected a request",
            "INFO " + NAME + "open again, after PT7.5S");
  }

  @Test
  void nothingOfARejectionThatOthersOnTheLimitExplain() {
    Calls calls = Calls.withLimit(100);
    calls.call().send().permit().accepted(100, 0);
    calls.time.advance(Duration.ofSeconds(30));
    calls.call().send().throttled(100, Duration.ZERO);
    assertThat(lines()).isEmpty();
  }

  @Test
  void aPauseOfAServerThatIsUnavailable() {
    Calls calls = Calls.withLimit(100);
    calls.call().send().unavailable(PAUSE);
    calls.call();
    calls.time.advance(PAUSE);
    assertThat(lines())
        .containsExactly(
            "INFO " + NAME + "closed for PT7.5S: the server is unavailable",
            "INFO " + NAME + "open again, after PT7.5S");
  }

  @Test
  void noPauseIfTheServerAsksForNone() {
    Calls.withLimit(100).call().send().unavailable(Duration.ZERO);
    assertThat(lines()).isEmpty();
  }

  @Test
  void ofMoreThanAHundredOnlyAChange() {
    Calls calls = Calls.withUnknownLimit();
    for (int i = 1; i <= 100; i++) {
      calls.registry.limiter(key(i)); // with that of the calls, a hundred and one
    }
    respond(calls, 99, 200);
    respond(calls, 100, 200);
    respond(calls, 100, 50);
    assertThat(lines())
        .containsExactly(
            "INFO GET /x/99: the limit is 200 requests per window",
            "INFO GET /x/100: the limit is 50 requests per window, was 200");
  }

  private static void respond(Calls calls, int i, int limit) {
    Permit permit = calls.registry.limiter(key(i)).acquire(Time.NEVER, UntrackedPermit.NO_LISTENER);
    permit.sent(Duration.ofSeconds(1).toNanos());
    permit.accepted(limit, -1);
  }

  private static LimiterKey key(int i) {
    return new LimiterKey("GET /x/" + i, Optional.empty());
  }
}
