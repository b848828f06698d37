/** Tests of the examples, and of what the README says. */
@NullMarked
package com.datagrid.client.examples;

import org.jspecify.annotations.NullMarked;
