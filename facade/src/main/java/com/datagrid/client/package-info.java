/**
 * The client of the Datagrid API. Start with {@link com.datagrid.client.DatagridClient}.
 *
 * <p>Parameters and results are never null unless they say so.
 */
@NullMarked
package com.datagrid.client;

import org.jspecify.annotations.NullMarked;
