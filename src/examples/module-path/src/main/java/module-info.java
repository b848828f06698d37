/** An application that renames connections. */
module org.example.names {
  requires com.datagrid.client;
}
