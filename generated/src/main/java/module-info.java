/** Retrofit interfaces and Gson models, compiled from the OpenAPI document. */
@SuppressWarnings({
  "module", // the client comes later in the build
  "requires-automatic", // Retrofit is one
  "requires-transitive-automatic"
})
module com.datagrid.client.generated {
  requires transitive com.google.gson;
  requires static java.compiler; // @Generated
  requires transitive okhttp3;
  requires static org.jspecify;
  requires transitive retrofit2;

  exports com.datagrid.client.api;
  exports com.datagrid.client.model;
  exports com.datagrid.client.generated to
      com.datagrid.client;

  opens com.datagrid.client.model to
      com.google.gson,
      com.datagrid.client;
}
