package com.datagrid.client.ratelimit.internal;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What became of permits, told one after the other in the order in which it happened. Thread-safe:
 * items are added under the lock of the {@link PermitScheduler} and told with that lock released.
 */
final class ListenerDispatcher {

  private static final Logger LOG = LoggerFactory.getLogger(ListenerDispatcher.class);
  private static final long GRANTED = -1;

  private record Item(Permit permit, long requiredWait) {}

  private final BiConsumer<Permit, Boolean> audience;
  private final Queue<Item> items = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean someoneTells = new AtomicBoolean();

  /**
   * Starts with no news.
   *
   * @param audience is told of each permit and whether it was granted, before its listener is
   */
  ListenerDispatcher(BiConsumer<Permit, Boolean> audience) {
    this.audience = audience;
  }

  void addGranted(Permit permit) {
    items.add(new Item(permit, GRANTED));
  }

  void addRefused(Permit permit, long requiredWait) {
    items.add(new Item(permit, requiredWait));
  }

  /**
   * Tells all there is, unless somebody is at it, who then goes on with it. So a listener that
   * causes more news returns before they are told: a long line cannot become a deep stack.
   */
  void tellAll() {
    while (!items.isEmpty() && someoneTells.compareAndSet(false, true)) {
      try {
        for (Item item = items.poll(); item != null; item = items.poll()) {
          tell(item);
        }
      } finally {
        someoneTells.set(false);
      }
    }
  }

  private void tell(Item item) {
    try {
      if (item.requiredWait == GRANTED) {
        tellGranted(item.permit);
      } else {
        audience.accept(item.permit, false);
        item.permit.listener.refused(item.requiredWait);
      }
    } catch (RuntimeException | Error e) {
      LOG.error("the listener of a permit failed", e); // the others must hear theirs
    }
  }

  /** Of a permit that nobody had to wait for: needs no place behind other news. */
  void tellGranted(Permit permit) {
    audience.accept(permit, true);
    permit.listener.granted(permit);
  }
}
