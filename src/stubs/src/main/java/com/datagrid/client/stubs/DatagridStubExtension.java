package com.datagrid.client.stubs;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Runs a {@link DatagridStubServer} for JUnit 5 tests and hands it to parameters of that type.
 *
 * <pre>{@code
 * @ExtendWith(DatagridStubExtension.class)                     // the default settings
 *
 * @RegisterExtension                                           // or one's own
 * static final DatagridStubExtension DATAGRID =
 *     new DatagridStubExtension(DatagridStubServer.builder().limit(10));
 *
 * @Test
 * void renames(DatagridStubServer server) { ... }
 * }</pre>
 *
 * <p>Used on a class or in a static field, one server runs for all tests of the class, nested ones
 * included, and is reset before each; those tests must not run in parallel. Used in an instance
 * field, each test has a server of its own.
 */
public final class DatagridStubExtension
    implements BeforeAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        AfterAllCallback,
        ParameterResolver {
  private final DatagridStubServer.Builder settings;
  private @Nullable DatagridStubServer server;
  private @Nullable ExtensionContext startedFor;

  /** A server with the default settings. */
  public DatagridStubExtension() {
    this(DatagridStubServer.builder());
  }

  /**
   * A server with these settings.
   *
   * @param settings of the server
   */
  public DatagridStubExtension(DatagridStubServer.Builder settings) {
    this.settings = Objects.requireNonNull(settings, "settings");
  }

  /**
   * The running server.
   *
   * @return the server
   * @throws IllegalStateException outside of a test
   */
  public DatagridStubServer server() {
    if (server == null) {
      throw new IllegalStateException("The stub server runs only during tests");
    }
    return server;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    startOrReset(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    startOrReset(context);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    stop(context);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    stop(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == DatagridStubServer.class;
  }

  @Override
  public DatagridStubServer resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return server();
  }

  private void startOrReset(ExtensionContext context) {
    if (server == null) {
      server = settings.start();
      startedFor = context;
    } else {
      server.reset();
    }
  }

  private void stop(ExtensionContext context) {
    if (server != null && context == startedFor) {
      server.close();
      server = null;
      startedFor = null;
    }
  }
}
