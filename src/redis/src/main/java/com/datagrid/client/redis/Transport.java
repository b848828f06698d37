package com.datagrid.client.redis;

import org.jspecify.annotations.Nullable;

/** Sends messages to the engine, one at a time. */
interface Transport {

  /** Receives the outcome of a message. */
  interface Listener {
    /**
     * The message has ended: with a reply, or a failure. Called on the transport's thread.
     *
     * @param failure its message must not contain secrets
     */
    void ended(Exchange exchange, @Nullable Reply reply, @Nullable RuntimeException failure);
  }

  /** Sends a message without blocking, and calls the listener later. */
  void send(Exchange exchange, Listener listener);
}
