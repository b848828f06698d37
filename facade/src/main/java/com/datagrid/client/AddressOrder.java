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

  /**
   * The response may still be on its way: other calls that start now need not avoid the address.
   */
  private static final long PATIENCE_NANOS = Duration.ofMillis(250).toNanos();

  private final Time time;

  /** When each was tried. Guarded by this. */
  private final Map<InetAddress, Long> silent =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Long> eldest) {
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
    silent.values().removeIf(tried -> now - tried >= MEMORY_NANOS);
    List<InetAddress> ordered = new ArrayList<>(addresses);
    ordered.sort(Comparator.comparingLong(address -> silentSince(address, now)));
    silent.remove(ordered.get(0)); // so that it becomes the youngest entry
    silent.put(ordered.get(0), now);
    return ordered;
  }

  /** When it was tried in vain; before all times if it was not. */
  private long silentSince(InetAddress address, long now) {
    Long tried = silent.get(address);
    return tried == null || now - tried < PATIENCE_NANOS ? -1 : tried;
  }

  /** A response came from that address; null if it is not known. */
  synchronized void responded(@Nullable InetAddress address) {
    silent.remove(address);
  }
}
