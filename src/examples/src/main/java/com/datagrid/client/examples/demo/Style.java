package com.datagrid.client.examples.demo;

import com.datagrid.client.DatagridClient;
import com.datagrid.client.RequestOptions;
import com.datagrid.client.model.UpdateConnectionRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;

/** How a row's call is made. Canceling the future ends the call. */
enum Style {
  /** Without a thread for a call that waits. */
  ASYNC {
    @Override
    CompletableFuture<?> rename(DatagridClient client, Rename rename) {
      return client
          .connections()
          .updateWithResponseAsync(rename.connectionId(), request(rename), BATCH);
    }
  },

  /** With a thread for each call, which is a virtual one from Java 21 on. */
  BLOCKING {
    @Override
    CompletableFuture<?> rename(DatagridClient client, Rename rename) {
      CompletableFuture<Void> end = new CompletableFuture<>();
      Thread thread =
          THREADS.newThread(
              () -> {
                try {
                  client
                      .connections()
                      .updateWithResponse(rename.connectionId(), request(rename), BATCH);
                  end.complete(null);
                } catch (RuntimeException e) {
                  end.completeExceptionally(e);
                }
              });
      CompletableFuture<Void> unused =
          end.whenComplete(
              (nothing, failure) -> {
                if (end.isCancelled()) {
                  thread.interrupt();
                }
              });
      thread.start();
      return end;
    }
  };

  /** However long the queue is: the default timeout is for a person who waits. */
  private static final RequestOptions BATCH =
      RequestOptions.builder().callTimeout(Duration.ZERO).build();

  private static final ThreadFactory THREADS = threads();

  abstract CompletableFuture<?> rename(DatagridClient client, Rename rename);

  private static UpdateConnectionRequest request(Rename rename) {
    return new UpdateConnectionRequest().name(rename.name());
  }

  /**
   * {@code Thread.ofVirtual().factory()}, as a program for Java 21 has it; this one is compiled for
   * 17.
   */
  private static ThreadFactory threads() {
    try {
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      return (ThreadFactory)
          Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
    } catch (ReflectiveOperationException e) {
      return task -> {
        Thread thread = new Thread(task, "rename");
        thread.setDaemon(true);
        return thread;
      };
    }
  }
}
