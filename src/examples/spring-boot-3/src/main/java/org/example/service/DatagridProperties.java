package org.example.service;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings {@code datagrid.*}.
 *
 * @param apiKey the key
 * @param baseUrl where the API is
 * @param callTimeout what a call may take in all, its time in the queue included
 * @param closeTimeout how long calls may still take when the service ends
 */
@ConfigurationProperties("datagrid")
public record DatagridProperties(
    String apiKey,
    @DefaultValue("https://api.datagrid.com/v1") URI baseUrl,
    @DefaultValue("3m") Duration callTimeout,
    @DefaultValue("20s") Duration closeTimeout) {

  @Override
  public String toString() {
    return "DatagridProperties[" + baseUrl + ", " + callTimeout + ", " + closeTimeout + "]"; // without the key
  }
}
