package com.datagrid.client.ratelimit.internal;

import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the listeners of permits, one after the other, in the order of the events. Thread-safe:
 * events are added under the lock of the {@link PermitScheduler} and dispatched without it.
 */
final class ListenerDispatcher {

  private static final Logger LOG = LoggerFactory.getLogger(ListenerDispatcher.class);
  private static final long GRANTED = -1;

  private record Event(@Nullable Permit permit, long requiredWait, @Nullable Runnable news) {}

  private final BiConsumer<Permit, Boolean> observer;
  private final Queue<Event> events = new ConcurrentLinkedQueue<>();
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
    events.add(new Event(permit, GRANTED, null));
  }

  void addRefused(Permit permit, long requiredWait) {
    events.add(new Event(permit, requiredWait, null));
  }

  /** Logs it in its turn. */
  void addNews(Runnable news) {
    events.add(new Event(null, 0, news));
  }

  /**
   * Dispatches all events, unless another thread is at it, which then goes on with these. So a
   * listener that causes more events returns before they are dispatched: a long queue cannot become
   * a deep stack.
   */
  void dispatchAll() {
    while (!events.isEmpty() && dispatching.compareAndSet(false, true)) {
      try {
        for (Event event = events.poll(); event != null; event = events.poll()) {
          dispatch(event);
        }
      } finally {
        dispatching.set(false);
      }
    }
  }

  private void dispatch(Event event) {
    try {
      Permit permit = event.permit;
      if (permit == null) {
        Objects.requireNonNull(event.news).run();
      } else if (event.requiredWait == GRANTED) {
        dispatchGranted(permit);
      } else {
        observer.accept(permit, false);
        permit.listener.refused(event.requiredWait);
      }
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
