package com.datagrid.client;

import java.time.Duration;

/**
 * What a successful call gives.
 *
 * @param waited the part of {@code elapsed} that was no attempt
 * @param <T> the type of the response's body
 */
record Success<T>(Outcome.Success<T> outcome, int attempts, Duration elapsed, Duration waited) {}
