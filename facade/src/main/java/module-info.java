/** Typed, rate-limit-aware client for the Datagrid API. */
@SuppressWarnings({
  "module", // the stubs come later in the build
  "requires-automatic", // Resilience4j, Retrofit
  "requires-transitive-automatic"
})
module com.datagrid.client {
  requires transitive com.datagrid.client.generated;
  requires transitive com.datagrid.client.ratelimit;
  requires com.google.gson;
  requires io.github.resilience4j.core;
  requires transitive io.github.resilience4j.ratelimiter;
  requires transitive io.github.resilience4j.retry;
  requires okio;
  requires transitive okhttp3;
  requires static micrometer.core; // for DatagridMetrics
  requires static org.jspecify;
  requires org.slf4j;
  requires transitive retrofit2;

  exports com.datagrid.client;

  opens com.datagrid.client to
      com.datagrid.client.stubs; // whose StubTime sets the clock of a client
}
