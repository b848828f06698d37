/** Many processes that keep to one rate limit, by a window on Redis or Valkey. */
@NullMarked
package com.datagrid.client.redis;

import org.jspecify.annotations.NullMarked;
