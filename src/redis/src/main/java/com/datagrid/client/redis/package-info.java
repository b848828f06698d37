/** Shares one rate limit among many processes, through a sliding window on Redis or Valkey. */
@NullMarked
package com.datagrid.client.redis;

import org.jspecify.annotations.NullMarked;
