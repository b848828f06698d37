package com.datagrid.client.ratelimit.internal;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the listeners of permits, one after the other, in the order of the events. Thread-safe:
 * events are added under the lock of the {@link PermitScheduler} and dispatched without it.
 */
final class ListenerDispatcher {

  private static final Logger LOG = LoggerFactory.getLogger(ListenerDispatcher.class);

  private final BiConsumer<Permit, Boolean> observer;
  private final Queue<Runnable> events = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean dispatching = new AtomicBoolean();

  /**
   * Creates a dispatcher without events.
   *
   * @param observer is told of each permit and whether it was granted, before its listener is
   */
  ListenerDispatcher(BiConsumer<Permit, Boolean> observer) {
    this.observer = observer;
  }

  void addGranted(Permit permit) {
    events.add(() -> dispatchGranted(permit));
  }

  void addRefused(Permit permit, long requiredWait) {
    events.add(
        () -> {
          observer.accept(permit, false);
          permit.listener.refused(requiredWait);
        });
  }

  /** Logs it in its turn. */
  void addNews(Runnable news) {
    events.add(news);
  }

  /**
   * Dispatches all events, unless another thread is at it, which then goes on with these. So a
   * listener that causes more events returns before they are dispatched: a long queue cannot become
   * a deep stack.
   */
  void dispatchAll() {
    while (!events.isEmpty() && dispatching.compareAndSet(false, true)) {
      try {
        for (Runnable event = events.poll(); event != null; event = events.poll()) {
          dispatch(event);
        }
      } finally {
        dispatching.set(false);
      }
    }
  }

  private void dispatch(Runnable event) {
    try {
      event.run();
    } catch (RuntimeException | Error e) {
      LOG.error("Permit listener failed", e); // the others must be told theirs
    }
  }

  /** Of a permit that did not wait: it needs no place behind other events. */
  void dispatchGranted(Permit permit) {
    observer.accept(permit, true);
    permit.listener.granted(permit);
  }
}
