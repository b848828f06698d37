package com.datagrid.client;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** What a {@link DatagridClient} was built with, checked. */
record ClientSettings(
    Supplier<String> apiKey,
    Optional<String> teamspace,
    HttpUrl baseUrl,
    Duration attemptTimeout,
    Duration callTimeout,
    int maxRetries,
    Duration maxRetryAfter,
    long maxResponseBytes,
    boolean limitPerPath,
    Map<String, String> headers,
    @Nullable Supplier<UnaryOperator<Runnable>> contextCapture) {

  /** Without headers, whose values may be secrets. */
  @Override
  public String toString() {
    return "ClientSettings[" + baseUrl + "]";
  }
}
