/** The demo: renames many connections from a CSV file under a rate limit, and reports on it. */
@NullMarked
package com.datagrid.client.examples.demo;

import org.jspecify.annotations.NullMarked;
