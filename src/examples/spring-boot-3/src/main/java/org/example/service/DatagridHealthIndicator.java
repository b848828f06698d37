package org.example.service;

import com.datagrid.client.DatagridClient;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * What the client knows of its limits. It is up while a limit is used up, or paused: calls wait, and
 * to restart the service would not help.
 */
@Component
class DatagridHealthIndicator implements HealthIndicator {

  private final DatagridClient client;

  DatagridHealthIndicator(DatagridClient client) {
    this.client = client;
  }

  @Override
  public Health health() {
    Health.Builder health = Health.up();
    client
        .rateLimits()
        .forEach(
            (key, status) -> health.withDetail(key.method() + " " + key.path(), status.toString()));
    return health.build();
  }
}
