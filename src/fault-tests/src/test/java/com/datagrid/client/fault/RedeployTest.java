package com.datagrid.client.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.DatagridClient;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A web application that uses a client of its container is undeployed. */
class RedeployTest {

  /** Calls from a thread that has what such threads have. */
  public static final class WebApplication implements Consumer<DatagridClient> {

    private static final InheritableThreadLocal<Object> REQUEST = new InheritableThreadLocal<>();

    /** For the container. */
    public WebApplication() {}

    @Override
    public void accept(DatagridClient client) {
      Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
      REQUEST.set(this);
      callOften(client);
    }

    /** Enough to cause threads of all kinds. */
    static void callOften(DatagridClient client) {
      List<CompletableFuture<?>> calls = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        calls.add(client.connections().updateAsync("conn_" + i, "x"));
      }
      calls.forEach(CompletableFuture::join);
    }
  }

  /** Loads that class anew. */
  private static final class WebLoader extends ClassLoader {
    Constructor<?> application() throws IOException, ReflectiveOperationException {
      try (InputStream in =
          WebApplication.class.getResourceAsStream("RedeployTest$WebApplication.class")) {
        byte[] code = Objects.requireNonNull(in).readAllBytes();
        ProtectionDomain domain = new ProtectionDomain(null, null, this, null);
        return defineClass(WebApplication.class.getName(), code, 0, code.length, domain)
            .getConstructor();
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static WeakReference<ClassLoader> runOnce(DatagridClient client) throws Exception {
    WebLoader loader = new WebLoader();
    var application = (Consumer<DatagridClient>) loader.application().newInstance();
    Thread request = new Thread(() -> application.accept(client));
    request.start();
    request.join();
    return new WeakReference<>(loader);
  }

  @Test
  void itsClassesAreUnloadedWhileOthersUseTheClient() throws Exception {
    try (RawServer server =
            RawServer.always(
                wire -> wire.respond(200, "X-RateLimit-Limit: 100000", Responses.CONNECTION));
        DatagridClient client =
            DatagridClient.builder()
                .apiKey("test-key")
                .baseUrl(server.url())
                .initialRateLimit(100_000)
                .build()) {
      WeakReference<ClassLoader> loader = runOnce(client);

      for (int i = 0; i < 50 && loader.get() != null; i++) {
        WebApplication.callOften(client);
        System.gc();
      }

      assertThat(loader.get()).isNull();
    }
  }
}
