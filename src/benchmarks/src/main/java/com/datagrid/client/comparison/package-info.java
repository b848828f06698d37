/** The client beside what one would use without it, over HTTP and in real time. */
@NullMarked
package com.datagrid.client.comparison;

import org.jspecify.annotations.NullMarked;
