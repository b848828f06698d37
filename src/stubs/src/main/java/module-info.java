/**
 * WireMock stubs of the Datagrid API and a stub server that enforces its rate limit.
 *
 * <p>WireMock's jar has a copy of JSpecify's annotations. A test module that requires this one
 * needs JSpecify's own jar off the module path: exclude {@code org.jspecify:jspecify}.
 */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // WireMock is one
module com.datagrid.client.stubs {
  requires transitive com.datagrid.client;
  requires com.datagrid.client.generated;
  requires com.datagrid.client.ratelimit;
  requires com.google.gson;
  requires static org.junit.jupiter.api;
  requires org.snakeyaml.engine;
  requires transitive wiremock.standalone; // with JSpecify's annotations

  exports com.datagrid.client.stubs;
}
