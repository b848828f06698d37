package com.datagrid.client.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.datagrid.client.DatagridClient;
import com.datagrid.client.RequestOptions;
import com.datagrid.client.model.UpdateConnectionRequest;
import com.datagrid.client.stubs.DatagridStubServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** Virtual threads wait for their turn and for responses without holding a carrier thread. */
@EnabledIfSystemProperty(
    named = "pinned",
    matches = "true",
    disabledReason = "mvn -B -ntp -Ppinned runs it, on Java 25")
@EnabledForJreRange(
    min = JRE.JAVA_25,
    disabledReason =
        "virtual threads came with Java 21, and before 24 any monitor of a library pins")
class PinnedTest {

  private static final int CALLS = 2_000;
  private static final int WARM_UP_CALLS = 300;
  private static final String OURS = "com.datagrid.client.";
  private static final String THIS_PACKAGE = PinnedTest.class.getPackageName();

  private final Leaps leaps = new Leaps();

  @TempDir Path directory;

  @Test
  void noVirtualThreadIsPinnedByACall() throws Exception {
    List<RecordedEvent> pins;
    try (DatagridStubServer server = leaps.server().limit(500).latency(Load.ROUND_TRIP).start();
        DatagridClient client = leaps.client().baseUrl(server.baseUrl()).build()) {
      call(client, WARM_UP_CALLS, "warm"); // initializing a class pins whoever does it
      try (Recording recording = new Recording()) {
        recording.enable("jdk.VirtualThreadPinned").withThreshold(Duration.ZERO).withStackTrace();
        recording.start();
        call(client, CALLS, "team");
        recording.stop();
        pins = pins(recording);
      }
      assertThat(server.counts().rejected()).isZero();
    }
    pins.forEach(pin -> System.out.println("pinned: " + pin)); // those that are not ours, too
    assertThat(pins).filteredOn(PinnedTest::isOurs).isEmpty();
  }

  private List<RecordedEvent> pins(Recording recording) throws IOException {
    Path file = directory.resolve("pinned.jfr");
    recording.dump(file);
    return RecordingFile.readAllEvents(file);
  }

  private static boolean isOurs(RecordedEvent pin) {
    return pin.getStackTrace() != null
        && pin.getStackTrace().getFrames().stream().anyMatch(PinnedTest::isOurs);
  }

  private static boolean isOurs(RecordedFrame frame) {
    String type = frame.getMethod().getType().getName();
    return type.startsWith(OURS) && !type.startsWith(THIS_PACKAGE + ".");
  }

  private void call(DatagridClient client, int calls, String teamspace) throws Exception {
    UpdateConnectionRequest request = new UpdateConnectionRequest().name("name");
    RequestOptions options = RequestOptions.builder().teamspace(teamspace).build();
    ExecutorService callers =
        (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    try {
      List<Future<?>> updates = new ArrayList<>();
      for (int i = 0; i < calls; i++) {
        updates.add(
            callers.submit(
                () -> client.connections().updateWithResponse("conn", request, options)));
      }
      leaps.await(updates, client);
      for (Future<?> update : updates) {
        update.get(); // throws what failed
      }
    } finally {
      callers.shutdownNow();
    }
  }
}
