/** What the limiter and the facade cost. */
@NullMarked
package com.datagrid.client.bench;

import org.jspecify.annotations.NullMarked;
