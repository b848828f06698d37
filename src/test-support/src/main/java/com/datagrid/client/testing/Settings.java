package com.datagrid.client.testing;

import com.datagrid.client.DatagridClient;
import java.time.Duration;

/** Settings of a client as they stand in a table. */
public final class Settings {

  private Settings() {}

  /** A client with those, such as {@code maxRetries 1, attemptTimeout 0.2S}. */
  public static DatagridClient.Builder of(String text) {
    return apply(text, DatagridClient.builder().apiKey("test-key"));
  }

  /** The same for a client that has other settings, too. */
  public static DatagridClient.Builder apply(String text, DatagridClient.Builder builder) {
    for (String setting : text.isEmpty() ? new String[0] : text.split(", ", -1)) {
      String value = setting.substring(setting.indexOf(' ') + 1);
      switch (setting.substring(0, setting.indexOf(' '))) {
        case "attemptTimeout" -> builder.attemptTimeout(Duration.parse("PT" + value));
        case "connectTimeout" -> builder.connectTimeout(Duration.parse("PT" + value));
        case "callTimeout" -> builder.callTimeout(Duration.parse("PT" + value));
        case "maxRetries" -> builder.maxRetries(Integer.parseInt(value));
        case "maxResponseBytes" -> builder.maxResponseBytes(Long.parseLong(value));
        case "maxRetryAfter" -> builder.maxRetryAfter(Duration.parse("PT" + value));
        case "window" -> builder.rateLimitWindow(Duration.parse("PT" + value));
        default -> throw new IllegalArgumentException("no such setting: " + setting);
      }
    }
    return builder;
  }
}
