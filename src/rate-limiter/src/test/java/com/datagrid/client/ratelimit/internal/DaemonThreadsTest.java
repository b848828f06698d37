package com.datagrid.client.ratelimit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What threads have of the thread that causes them: nothing. */
@Timeout(60)
class DaemonThreadsTest {

  private static final InheritableThreadLocal<String> TENANT = new InheritableThreadLocal<>();

  static Stream<ThreadFactory> factories() {
    return Stream.concat(
        Stream.of(DaemonThreads.named("named")), DaemonThreads.virtual("virtual").stream());
  }

  @ParameterizedTest
  @MethodSource("factories")
  void inheritNothing(ThreadFactory factory) throws InterruptedException {
    CompletableFuture<List<@Nullable Object>> seen = new CompletableFuture<>();
    Thread tenant =
        new Thread(
            () -> {
              TENANT.set("a");
              Thread.currentThread().setContextClassLoader(new ClassLoader() {});
              factory
                  .newThread(
                      () -> {
                        Thread own = Thread.currentThread();
                        List<@Nullable Object> all = new ArrayList<>();
                        all.add(TENANT.get());
                        all.add(own.getContextClassLoader());
                        all.add(own.isDaemon());
                        seen.complete(all);
                      })
                  .start();
            });
    tenant.setDaemon(false); // whatever the thread of this test is
    tenant.start();
    tenant.join();

    assertThat(seen.join()).containsExactly(null, DaemonThreads.class.getClassLoader(), true);
  }

  @ParameterizedTest
  @MethodSource("factories")
  void haveNames(ThreadFactory factory) {
    assertThat(
            List.of(factory.newThread(() -> {}).getName(), factory.newThread(() -> {}).getName()))
        .first()
        .asString()
        .matches("(named|virtual)-1");
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void areVirtualFromJava21On() {
    assertThat(DaemonThreads.virtual("virtual")).isPresent();
  }

  /** Code of a web application that uses a client of its container. */
  public static final class WebApplication implements BiFunction<ThreadFactory, Runnable, Thread> {
    /** For the test, which has it from another loader. */
    public WebApplication() {}

    @Override
    public Thread apply(ThreadFactory factory, Runnable task) {
      Thread.currentThread().setContextClassLoader(WebApplication.class.getClassLoader());
      return factory.newThread(task);
    }
  }

  /** Loads that class anew. */
  private static final class WebLoader extends ClassLoader {
    Class<?> application() throws IOException {
      String name = WebApplication.class.getName();
      try (InputStream in =
          WebApplication.class.getResourceAsStream("DaemonThreadsTest$WebApplication.class")) {
        byte[] code = Objects.requireNonNull(in).readAllBytes();
        return defineClass(
            name, code, 0, code.length, new ProtectionDomain(null, null, this, null));
      }
    }
  }

  private record Deployed(Thread thread, WeakReference<ClassLoader> loader) {}

  @SuppressWarnings("unchecked")
  private static Deployed deploy(ThreadFactory factory, Runnable task) throws Exception {
    WebLoader loader = new WebLoader();
    Constructor<?> constructor = loader.application().getConstructor();
    constructor.setAccessible(true);
    var application = (BiFunction<ThreadFactory, Runnable, Thread>) constructor.newInstance();
    CompletableFuture<Thread> made = new CompletableFuture<>();
    Thread request = new Thread(() -> made.complete(application.apply(factory, task)));
    request.start();
    request.join();
    return new Deployed(made.join(), new WeakReference<>(loader));
  }

  @ParameterizedTest
  @MethodSource("factories")
  void keepNoClassLoaderThatWasOnTheStack(ThreadFactory factory) throws Exception {
    CompletableFuture<Void> end = new CompletableFuture<>();
    Deployed deployed = deploy(factory, end::join);
    deployed.thread.start();

    for (int i = 0; i < 100 && deployed.loader.get() != null; i++) {
      System.gc();
    }

    assertThat(deployed.loader.get()).isNull();
    assertThat(deployed.thread.isAlive()).isTrue();
    end.complete(null);
    deployed.thread.join();
  }
}
