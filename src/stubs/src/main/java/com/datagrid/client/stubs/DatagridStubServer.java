package com.datagrid.client.stubs;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * A stand-in for the Datagrid API on a port of the loopback interface.
 *
 * <p>Every operation of the OpenAPI document answers with its success from {@link DatagridStubs}
 * until another stub is added to {@link #wireMock()}. A request without a bearer token is answered
 * 401. All others are counted in an exact {@link SlidingWindow} per teamspace (header {@code
 * Datagrid-Teamspace}), path template and method, stamped when the request is handled; over the
 * limit the answer is 429. Faults strike only requests that were admitted, and those have used
 * their slot. Requests outside the document's operations, and requests that no stub matches, are
 * left to WireMock: neither counted nor limited.
 *
 * <pre>{@code
 * try (DatagridStubServer server =
 *     DatagridStubServer.builder().limit(40).window(Duration.ofSeconds(6)).start()) {
 *   // point the client at server.baseUrl()
 * }
 * }</pre>
 *
