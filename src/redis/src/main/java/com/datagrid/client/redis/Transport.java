package com.datagrid.client.redis;

import org.jspecify.annotations.Nullable;

/** Takes messages to the engine, one after the other. */
interface Transport {

  /** What came of a message. */
  interface Listener {
    /**
     * The answer, or why there is none; on the transport's thread.
     *
     * @param failure has no secret in its message
     */
    void ended(Exchange exchange, @Nullable Reply reply, @Nullable RuntimeException failure);
  }

  /** Sends a message. Returns at once, and calls the listener later. */
  void send(Exchange exchange, Listener listener);
}
