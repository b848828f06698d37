/**
 * The implementation of the limiter. Not for users: anything here may change or vanish without
 * notice.
 *
 * <p>{@link com.datagrid.client.ratelimit.internal.PermitScheduler} grants permits, {@link
 * com.datagrid.client.ratelimit.internal.Window} has the proof that no request is rejected, and
 * {@link com.datagrid.client.ratelimit.internal.Time} is the only clock.
 */
@NullMarked
package com.datagrid.client.ratelimit.internal;

import org.jspecify.annotations.NullMarked;
