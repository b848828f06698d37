/** Tests of the examples, and of what the README and {@code docs} say. */
@NullMarked
package com.datagrid.client.examples;

import org.jspecify.annotations.NullMarked;
