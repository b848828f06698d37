/** The client against servers that break, lie, stall and flood. */
@NullMarked
package com.datagrid.client.fault;

import org.jspecify.annotations.NullMarked;
