package com.datagrid.client.ratelimit.internal;

import java.lang.reflect.Method;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads that do not keep the JVM alive. They inherit nothing from the thread that happens to
 * start them, which may belong to another tenant, or to a web application that is to be unloaded:
 * no inheritable thread locals, and this library's class loader in place of that thread's.
 */
public final class DaemonThreads {

  private DaemonThreads() {}

  /** A factory of daemon threads named {@code prefix-1}, {@code prefix-2}, ... */
  public static ThreadFactory named(String prefix) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = plainThread(task, prefix + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return withOwnLoader(thread);
    };
  }

  /** Privileged, else the JDK keeps the classes that are on the stack, up to version 23. */
  @SuppressWarnings("removal")
  private static Thread plainThread(Runnable task, String name) {
    PrivilegedAction<Thread> action = () -> new Thread(null, task, name, 0, false);
    return AccessController.doPrivileged(action);
  }

  /** A factory of virtual threads with such names; empty before Java 21, which has none. */
  public static Optional<ThreadFactory> virtual(String prefix) {
    ThreadFactory factory;
    try {
      Class<?> type = Class.forName("java.lang.Thread$Builder$OfVirtual");
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      builder = type.getMethod("name", String.class, long.class).invoke(builder, prefix + "-", 1);
      Method inherit = type.getMethod("inheritInheritableThreadLocals", boolean.class);
      factory = (ThreadFactory) type.getMethod("factory").invoke(inherit.invoke(builder, false));
    } catch (ReflectiveOperationException e) {
      return Optional.empty();
    }
    return Optional.of(task -> withOwnLoader(factory.newThread(task)));
  }

  private static Thread withOwnLoader(Thread thread) {
    thread.setContextClassLoader(DaemonThreads.class.getClassLoader());
    return thread;
  }
}
