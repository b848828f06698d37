/** Calls operations of every shape through the client, over HTTP. */
@NullMarked
package com.datagrid.client.growth;

import org.jspecify.annotations.NullMarked;
