package com.datagrid.client.ratelimit;

/**
 * Many processes that keep to one rate limit together. A client is told of it by {@code
 * DatagridClient.Builder.fleet(..)}. This library has the implementations: {@code RedisFleet} of
 * the artifact {@code datagrid-client-redis} is one. It is opaque to users, and an implementation
 * of their own is refused.
 *
 * <p>Thread-safe. Several clients of a process may use the same one.
 */
public interface Fleet {}
