package com.datagrid.client;

import com.datagrid.client.ratelimit.internal.LimiterKey;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who follows the calls of a client: the log, and listeners, if there are any. Those that fail,
 * fail no call. Thread-safe.
 */
final class CallObservers {

  /**
   * Written under this object's lock, and replaced whenever it changes. While it is empty, no event
   * is made: the first call would have to link it.
   */
  private volatile CallListener[] listeners = {};

  private volatile boolean closed;

  /**
   * Adds a listener, and tells it if the client is closed.
   *
   * @return false if there is one that equals it already, and it is not added
   */
  boolean add(CallListener listener) {
    synchronized (this) {
      if (List.of(listeners).contains(listener)) {
        return false;
      }
      CallListener[] more = Arrays.copyOf(listeners, listeners.length + 1);
      more[listeners.length] = listener;
      listeners = more;
    }
    if (closed) {
      listener.closed();
    }
    return true;
  }

  void begun(LimiterKey limit) {
    if (listeners.length > 0) {
      tell(listener -> listener.begun(limit));
    }
  }

  /**
   * An attempt has ended.
   *
   * @param queuedNanos how long the call waited for it
   * @param exchangeNanos how long it took
   */
  void attempted(
      Operation<?> operation,
      int number,
      Outcome<?> outcome,
      long queuedNanos,
      long exchangeNanos) {
    CallLog.attempt(operation, number, outcome, queuedNanos, exchangeNanos);
    if (listeners.length > 0) {
      tell(listener -> listener.attempted(operation, outcome, exchangeNanos));
    }
  }

  void succeeded(Operation<?> operation, Success<?> success) {
    CallLog.succeeded(operation, success);
    if (listeners.length > 0) {
      tell(listener -> listener.succeeded(operation, success));
    }
  }

  /**
   * A call has failed.
   *
   * @param abort how somebody ended it; null if nobody did
   */
  void failed(Operation<?> operation, DatagridException failure, QueuedCall.@Nullable Abort abort) {
    CallLog.failed(operation, failure, abort != null);
    boolean canceled = abort != null && abort.reason() == QueuedCall.Reason.CANCELED;
    if (listeners.length > 0) {
      tell(listener -> listener.failed(operation, failure, canceled));
    }
  }

  void closed() {
    closed = true;
    if (listeners.length > 0) {
      tell(CallListener::closed);
    }
  }

  private void tell(Consumer<CallListener> event) {
    for (CallListener listener : listeners) {
      try {
        event.accept(listener);
      } catch (RuntimeException | Error e) { // of the user's meter registry
        CallLog.listenerFailed(e);
      }
    }
  }
}
