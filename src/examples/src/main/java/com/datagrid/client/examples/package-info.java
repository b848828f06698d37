/** Small programs that use the client. Each can be read, and run, by itself. */
@NullMarked
package com.datagrid.client.examples;

import org.jspecify.annotations.NullMarked;
