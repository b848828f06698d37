/**
 * Stubs of the Datagrid API for tests: responses as WireMock mappings, and a server that enforces
 * the rate limit as the service does.
 *
 * <p>{@link com.datagrid.client.stubs.DatagridStubs} has the responses one by one, {@link
 * com.datagrid.client.stubs.DatagridStubServer} responds over HTTP, {@link
 * com.datagrid.client.stubs.DatagridStubExtension} runs that server for JUnit tests, and {@link
 * com.datagrid.client.stubs.SlidingWindow} is the service's rate limit without any HTTP.
 */
@NullMarked
package com.datagrid.client.stubs;

import org.jspecify.annotations.NullMarked;
