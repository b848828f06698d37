package com.datagrid.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.ratelimit.internal.VirtualTime;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AddressOrderTest {

  private static final InetAddress A = address(1);
  private static final InetAddress B = address(2);
  private static final InetAddress C = address(3);

  private final VirtualTime time = new VirtualTime();
  private final AddressOrder order = new AddressOrder(time);

  private static InetAddress address(int last) {
    try {
      return InetAddress.getByAddress(new byte[] {10, 0, (byte) (last >> 8), (byte) last});
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private List<InetAddress> order(InetAddress... addresses) {
    List<InetAddress> ordered = order.order(List.of(addresses));
    time.advance(Duration.ofSeconds(1));
    return ordered;
  }

  @Test
  void whatResponsesComeFromKeepsItsPlace() {
    for (int call = 0; call < 3; call++) {
      assertThat(order(A, B, C)).containsExactly(A, B, C);
      order.responded(A);
    }
  }

  @Test
  void whatWasTriedInVainIsTriedLast() {
    order(A, B, C);
    assertThat(order(A, B, C)).containsExactly(B, C, A);
    assertThat(order(A, B, C)).containsExactly(C, A, B);
    order.responded(C);
    assertThat(order(A, B, C)).containsExactly(C, A, B);
  }

  /** Both are down, and one comes back: it is found. */
  @Test
  void ofAllThatWereTriedInVainTheOneTriedLongestAgoIsFirst() {
    order(A, B);
    order(A, B);
    assertThat(order(A, B)).containsExactly(A, B);
    assertThat(order(A, B)).containsExactly(B, A);
  }

  /** Many calls begin at once: the first of them has no response yet. */
  @Test
  void whatIsBeingTriedIsNotAvoided() {
    assertThat(order.order(List.of(A, B))).containsExactly(A, B);
    time.advance(Duration.ofMillis(249));
    assertThat(order.order(List.of(A, B))).containsExactly(A, B);
    time.advance(Duration.ofMillis(1));
    assertThat(order.order(List.of(A, B))).containsExactly(B, A);
  }

  /** It may be slow today; but not for ever, however many calls begin. */
  @Test
  void whatHasRespondedBeforeIsAvoidedLater() {
    order(A, B);
    assertThat(order(A, B)).containsExactly(B, A);
    order.responded(B);
    for (int second = 0; second < 5; second++) {
      assertThat(order(A, B)).containsExactly(B, A);
    }
    assertThat(order(A, B)).containsExactly(A, B);
  }

  @Test
  void whatWasTriedInVainIsForgottenAfterFiveMinutes() {
    order.order(List.of(A, B));
    time.advance(Duration.ofMinutes(5).minusNanos(1));
    assertThat(order.order(List.of(A, B))).containsExactly(B, A);
    order.responded(B);
    time.advance(Duration.ofNanos(1));
    assertThat(order.order(List.of(A, B))).containsExactly(A, B);
  }

  @Test
  void theOnlyAddressIsTriedHoweverOftenItFails() {
    assertThat(order(A)).containsExactly(A);
    assertThat(order(A)).containsExactly(A);
    assertThat(order(A, B)).containsExactly(A, B);
  }

  /** A proxy looks it up. */
  @Test
  void anAddressThatIsNotKnownIsIgnored() {
    order(A, B);
    order.responded(null);
    assertThat(order(A, B)).containsExactly(B, A);
  }

  @Test
  void theMemoryIsBounded() {
    order(A, B);
    IntStream.range(10, 110).forEach(last -> order.order(List.of(address(last), address(1_000))));
    assertThat(order.order(List.of(A, B))).containsExactly(A, B);
  }
}
