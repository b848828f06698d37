package com.datagrid.client;

import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task of a call on another thread than its caller's, in the context that was captured there.
 * What restores that is the user's and may fail: the call goes on without, rather than never.
 */
final class ContextTask implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(ContextTask.class);

  private final UnaryOperator<Runnable> context;
  private final Runnable task;
  private boolean begun;

  ContextTask(UnaryOperator<Runnable> context, Runnable task) {
    this.context = context;
    this.task = task;
  }

  @Override
  public void run() {
    try {
      context.apply(this::begin).run();
    } catch (RuntimeException | Error e) {
      if (begun) {
        throw e;
      }
      LOG.warn("what contextCapture(..) gave failed, and a call goes on without its context", e);
      task.run();
    }
  }

  private void begin() {
    begun = true;
    task.run();
  }
}
