package org.example.service;

import com.datagrid.client.DatagridClient;
import com.datagrid.client.DatagridMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedRateLimiterMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedRetryMetrics;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DatagridConfiguration {

  /** One for the whole service: all calls keep to one limit. */
  @Bean
  DatagridClient datagridClient(DatagridProperties properties) {
    return DatagridClient.builder()
        .apiKey(properties.apiKey())
        .baseUrl(properties.baseUrl().toString())
        .callTimeout(properties.callTimeout())
        .build();
  }

  /**
   * At the end, which is after that of all requests, calls that nobody's request waits for end, too.
   * Then Spring closes the client.
   */
  @Bean
  DisposableBean datagridDrain(DatagridClient client, DatagridProperties properties) {
    return () -> client.close(properties.closeTimeout());
  }

  /** Calls, attempts, waiting and limits. */
  @Bean
  DatagridMetrics datagridMetrics(DatagridClient client) {
    return new DatagridMetrics(client);
  }

  /** The same limits and retries under Resilience4j's names, for those who have dashboards of it. */
  @Bean
  MeterBinder resilience4jMetrics(DatagridClient client) {
    return registry -> {
      TaggedRateLimiterMetrics.ofRateLimiterRegistry(client.rateLimiterRegistry())
          .bindTo(registry);
      TaggedRetryMetrics.ofRetryRegistry(client.retryRegistry()).bindTo(registry);
    };
  }
}
