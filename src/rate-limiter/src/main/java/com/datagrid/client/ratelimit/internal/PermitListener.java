package com.datagrid.client.ratelimit.internal;

/**
 * Hears what becomes of an acquired {@link Permit}, exactly once each time it is acquired, unless
 * it is abandoned first; the news of a permit that is abandoned by another thread may already be on
 * its way, and is heard. Called with no lock held, on whichever thread brought the news, the
 * timer's among them: it must be short, and must not block or throw.
 */
public interface PermitListener {

  /**
   * The request may be sent now.
   *
   * @param permit what was acquired; it may be given before {@code acquire} has returned it
   */
  void granted(Permit permit);

  /**
   * The request cannot be sent before the deadline.
   *
   * @param requiredWaitNanos how long it would have to wait from now at the least, in nanoseconds
   */
  void refused(long requiredWaitNanos);
}
