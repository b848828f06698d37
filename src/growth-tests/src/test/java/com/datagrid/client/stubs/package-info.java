/** What the tests of documents need of the stubs. */
@NullMarked
package com.datagrid.client.stubs;

import org.jspecify.annotations.NullMarked;
