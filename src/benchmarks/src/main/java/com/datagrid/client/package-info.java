/** Brings into the simulation what is package-private in the client. */
@NullMarked
package com.datagrid.client;

import org.jspecify.annotations.NullMarked;
