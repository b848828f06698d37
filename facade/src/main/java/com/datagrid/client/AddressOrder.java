package com.datagrid.client;

import com.datagrid.client.ratelimit.internal.Time;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Has those addresses of a host tried last that were tried before and have not responded since.
 * OkHttp tries addresses in the order in which they are looked up, so the first of a lookup counts
 * as tried. Thread-safe.
 */
final class AddressOrder {

  private static final long MEMORY_NANOS = Duration.ofMinutes(5).toNanos();
  private static final int MOST = 100;

  // While a response may still be on its way, other calls that start need not avoid the address.
  private static final long PATIENCE_NANOS = Duration.ofMillis(250).toNanos();
  private static final long PATIENCE_WITH_KNOWN_NANOS = Duration.ofSeconds(5).toNanos();

  private static final long NOT_TRIED = -1; // before all times

  private final Time time;

  /** Guarded by this. */
  private final Map<InetAddress, Address> known =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Address> eldest) {
          return size() > MOST;
        }
      };

  AddressOrder(Time time) {
    this.time = time;
  }

  /** The addresses of one host, in the order in which to try them. */
  synchronized List<InetAddress> order(List<InetAddress> addresses) {
    if (addresses.size() < 2) {
      return addresses;
    }
    long now = time.nanos();
    known.values().removeIf(address -> now - address.tried >= MEMORY_NANOS);
    List<InetAddress> ordered = new ArrayList<>(addresses);
    ordered.sort(Comparator.comparingLong(address -> silentSince(address, now)));
    InetAddress first = ordered.get(0);
    if (silentSince(first, now) != NOT_TRIED || !isAwaited(first)) {
      Address before = known.remove(first); // so that it becomes the youngest
      known.put(first, new Address(now, false, before != null && before.everResponded));
    }
    return ordered;
  }

  /** A response came from that address; null if it is not known. */
  synchronized void responded(@Nullable InetAddress address) {
    known.computeIfPresent(address, (key, old) -> new Address(old.tried, true, true));
  }

  /** When it was first tried in vain. */
  private long silentSince(InetAddress address, long now) {
    Address state = known.get(address);
    if (state == null || state.responded) {
      return NOT_TRIED;
    }
    long patience = state.everResponded ? PATIENCE_WITH_KNOWN_NANOS : PATIENCE_NANOS;
    return now - state.tried < patience ? NOT_TRIED : state.tried;
  }

  private boolean isAwaited(InetAddress address) {
    Address state = known.get(address);
    return state != null && !state.responded;
  }

  /**
   * What is known of one.
   *
   * @param tried since when it has not responded, or was when it did
   * @param responded since then
   */
  private record Address(long tried, boolean responded, boolean everResponded) {}
}
