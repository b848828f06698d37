package com.datagrid.client.ratelimit.internal;

/**
 * Is told what becomes of an acquired {@link Permit}: exactly one call for each time it is
 * acquired, and none if it is released first, unless that call is already on its way. No lock is
 * held during the call. It comes on whichever thread causes it, the timer's among them, so it must
 * be short, and must not block or throw.
 */
public interface PermitListener {

  /**
   * The request may be sent now.
   *
   * @param permit what was acquired; this call may come before {@code acquire} returns
   */
  void granted(Permit permit);

  /**
   * The request cannot be sent before the deadline.
   *
   * @param requiredWaitNanos how long it would have to wait from now, at least; 0 if nothing is
   *     known but that its turn did not come in time
   */
  void refused(long requiredWaitNanos);
}
