package com.datagrid.client.stubs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineTestKit;

class DatagridStubExtensionTest {
  private static final List<DatagridStubServer> SEEN = new ArrayList<>();

  @BeforeEach
  void forget() {
    SEEN.clear();
  }

  @Test
  void oneServerForTheTestsOfAClassResetBeforeEach() {
    run(OnTheClass.class, 3);
    assertThat(SEEN).hasSize(3).allMatch(server -> server == SEEN.get(0));
    assertThat(SEEN).noneMatch(server -> server.wireMock().isRunning());
  }

  @Test
  void settingsOfOnesOwnInAStaticField() {
    run(InAStaticField.class, 2);
    assertThat(SEEN).hasSize(2).allMatch(server -> server == SEEN.get(0));
    assertThat(SEEN).noneMatch(server -> server.wireMock().isRunning());
  }

  @Test
  void aServerForEachTestInAnInstanceField() {
    run(InAnInstanceField.class, 2);
    assertThat(SEEN).hasSize(2).doesNotHaveDuplicates();
    assertThat(SEEN).noneMatch(server -> server.wireMock().isRunning());
  }

  @Test
  void noServerOutsideOfTests() {
    assertThatIllegalStateException()
        .isThrownBy(() -> new DatagridStubExtension().server())
        .withMessage("The stub server runs only during tests");
  }

  private static void run(Class<?> tests, int count) {
    EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(tests))
        .execute()
        .testEvents()
        .assertStatistics(stats -> stats.started(count).succeeded(count));
  }

  private static void use(DatagridStubServer server) {
    assertThat(server.counts().total()).isZero();
    assertThat(new StubHttp(server.baseUrl()).update("conn_1", "name").statusCode()).isEqualTo(200);
    SEEN.add(server);
  }

  @ExtendWith(DatagridStubExtension.class)
  static class OnTheClass {
    @Test
    void first(DatagridStubServer server) {
      use(server);
    }

    @Test
    void second(DatagridStubServer server) {
      use(server);
    }

    @Nested
    class Inside {
      @Test
      void third(DatagridStubServer server) {
        use(server);
      }
    }
  }

  static class InAStaticField {
    @RegisterExtension
    static final DatagridStubExtension DATAGRID =
        new DatagridStubExtension(DatagridStubServer.builder().limit(1));

    @Test
    void first() {
      use(DATAGRID.server());
    }

    @Test
    void second(DatagridStubServer server) {
      use(server);
    }
  }

  static class InAnInstanceField {
    @RegisterExtension final DatagridStubExtension datagrid = new DatagridStubExtension();

    @Test
    void first() {
      use(datagrid.server());
    }

    @Test
    void second(DatagridStubServer server) {
      use(server);
    }
  }
}
