package com.datagrid.client.fault;

import com.datagrid.client.DatagridClient;
import java.time.Duration;

/** Settings of a client as they stand in a table. */
final class Settings {

  private Settings() {}

  /** For instance {@code maxRetries 1, attemptTimeout 0.2S}. */
  static DatagridClient.Builder of(String text) {
    DatagridClient.Builder builder = DatagridClient.builder().apiKey("test-key");
    for (String setting : text.isEmpty() ? new String[0] : text.split(", ", -1)) {
      String value = setting.substring(setting.indexOf(' ') + 1);
      switch (setting.substring(0, setting.indexOf(' '))) {
        case "attemptTimeout" -> builder.attemptTimeout(Duration.parse("PT" + value));
        case "connectTimeout" -> builder.connectTimeout(Duration.parse("PT" + value));
        case "callTimeout" -> builder.callTimeout(Duration.parse("PT" + value));
        case "maxRetries" -> builder.maxRetries(Integer.parseInt(value));
        case "maxResponseBytes" -> builder.maxResponseBytes(Long.parseLong(value));
        case "maxRetryAfter" -> builder.maxRetryAfter(Duration.parse("PT" + value));
        default -> throw new IllegalArgumentException("no such setting: " + setting);
      }
    }
    return builder;
  }
}
