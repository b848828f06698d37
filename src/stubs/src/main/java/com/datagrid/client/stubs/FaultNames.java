package com.datagrid.client.stubs;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Faults as text and as JSON, for the command line and for {@link Control}. */
final class FaultNames {
  private static final Map<String, StubFault> FAULTS =
      Map.of(
          "none", StubFault.none(),
          "429", StubFault.rateLimited(),
          "reset", StubFault.reset(),
          "empty", StubFault.emptyResponse(),
          "garbage", StubFault.garbage(),
          "broken-body", StubFault.brokenBody(),
          "500", StubFault.internalServerError(),
          "503", StubFault.serviceUnavailable());

  private FaultNames() {}

  /**
   * The fault of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static StubFault of(String name) {
    StubFault fault = FAULTS.get(name);
    if (fault == null) {
      throw new IllegalArgumentException("expected one of " + names() + ": " + name);
    }
    return fault;
  }

  /**
   * A fault by its name, as {@code status} and {@code body}, or as {@code delay_ms}.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  static StubFault of(Map<String, Object> json) {
    if (json.get("fault") != null) {
      return of(String.valueOf(json.get("fault")));
    } else if (json.get("status") instanceof Number status) {
      Object body = json.getOrDefault("body", "");
      return StubFault.respond(
          status.intValue(), body instanceof String text ? text : ApiDocument.json(body));
    } else if (json.get("delay_ms") instanceof Number delay && delay.longValue() >= 0) {
      return StubFault.delay(Duration.ofMillis(delay.longValue()));
    }
    throw new IllegalArgumentException(
        "a fault is {\"fault\": \"500\"}, {\"status\": 418, \"body\": {}} or {\"delay_ms\": 200},"
            + " each with \"times\" if more than once; names are "
            + names());
  }

  private static List<String> names() {
    return FAULTS.keySet().stream().sorted().toList();
  }
}
