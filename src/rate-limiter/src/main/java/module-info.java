/** A Resilience4j rate limiter that fills a sliding window without a rejection. */
@SuppressWarnings({
  "module", // the modules that the inner side is exported to come later in the build
  "requires-automatic", // Resilience4j's are
  "requires-transitive-automatic"
})
module com.datagrid.client.ratelimit {
  requires static com.google.errorprone.annotations;
  requires io.github.resilience4j.core;
  requires transitive io.github.resilience4j.ratelimiter;
  requires static org.jspecify;
  requires org.slf4j;

  exports com.datagrid.client.ratelimit;
  exports com.datagrid.client.ratelimit.internal to
      com.datagrid.client,
      com.datagrid.client.redis,
      com.datagrid.client.stubs;
}
