package com.datagrid.client.ratelimit.internal;

/** One process's side of a window that a fleet shares. */
public interface SharedWindow {}
