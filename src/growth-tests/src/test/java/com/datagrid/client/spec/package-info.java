/** What the tests of documents need of the spec tool. */
@NullMarked
package com.datagrid.client.spec;

import org.jspecify.annotations.NullMarked;
