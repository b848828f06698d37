package com.datagrid.client.ratelimit.internal;

import org.jspecify.annotations.Nullable;

/**
 * One call's place in the queue and, once granted, its slot in the window. Thread-safe: the lock of
 * the {@link PermitScheduler} guards all of its state. Whoever acquires it reports what becomes of
 * the request, and in any case calls {@link #release}, so that no slot stays taken.
 */
public class Permit {

  /** Whoever grants permits, and what they report to it. */
  interface Owner {
    void enqueue(Permit permit);

    boolean sent(Permit permit, long lease);

    void unsent(Permit permit);

    Permit grantUnconditionally(PermitListener listener);

    void accepted(Permit permit, int limit, int remaining);

    void throttled(Permit permit, int limit, long retryAfter);

    void unavailable(Permit permit, int limit, long retryAfter);

    void release(Permit permit);
  }

  enum State {
    WAITING,
    GRANTED,
    SENT,
    /** Neither in the queue nor in flight. */
    RELEASED
  }

  final Owner owner;
  final PermitListener listener;
  final long number; // its place in the queue, which a retried call keeps
  final long deadline;

  State state = State.RELEASED;
  long sentAt;
  long leaseEnd;
  @Nullable Permit previous; // its neighbours among those in flight
  @Nullable Permit next;

  Permit(Owner owner, PermitListener listener, long number, long deadline) {
    this.owner = owner;
    this.listener = listener;
    this.number = number;
    this.deadline = deadline;
  }

  /** How many slots it takes. */
  int count() {
    return 1;
  }

  /** Whether it waits behind all that are not. */
  boolean isBackground() {
    return number >= PermitQueue.FIRST_BACKGROUND;
  }

  /** Whether somebody reports the response. */
  boolean isTracked() {
    return true;
  }

  /**
   * Returns to its place in the queue, ahead of all that were acquired later. Does nothing unless
   * the permit was refused or released or has its response.
   */
  public void acquireAgain() {
    owner.enqueue(this);
  }

  /**
   * Reports that the request is about to be written.
   *
   * @param leaseNanos how long its exchange can take at most; the permit expires a margin after
   *     that if nothing else is reported
   * @return false if this is not the first request under this permit: use {@link #another} then
   */
  public boolean sent(long leaseNanos) {
    return owner.sent(this, leaseNanos);
  }

  /**
   * Reports that the request did not reach the server, or that the server did not process it, as
   * HTTP/2 tells: the permit is granted as it was before {@link #sent}. Does nothing if it is
   * released.
   */
  public void unsent() {
    owner.unsent(this);
  }

  /** A permit for one more request of the same call; granted at once, even over the limit. */
  public Permit another() {
    return owner.grantUnconditionally(listener);
  }

  /**
   * Reports that the server accepted the request: any response other than a 429.
   *
   * @param limit the limit per window that the response names; 0 or less if it names none
   * @param remaining how many more may follow, as the response says; negative if it does not say
   */
  public void accepted(int limit, int remaining) {
    owner.accepted(this, limit, remaining);
  }

  /**
   * Reports that the server rejected the request with a 429.
   *
   * @param limit the limit per window that the response names; 0 or less if it names none
   * @param retryAfterNanos the pause that the response asks for; 0 or less if it asks for none
   */
  public void throttled(int limit, long retryAfterNanos) {
    owner.throttled(this, limit, retryAfterNanos);
  }

  /**
   * Reports that the server is unavailable, and its response, say a 503, asks for a pause: no call
   * of this limit is sent until it is over, and then one probes, as after {@link #throttled}. The
   * request counts as if it were accepted; the response teaches nothing else about the limit.
   *
   * @param limit the limit per window that the response names; 0 or less if it names none
   * @param retryAfterNanos the pause; 0 or less if the response asks for none
   */
  public void unavailable(int limit, long retryAfterNanos) {
    owner.unavailable(this, limit, retryAfterNanos);
  }

  /**
   * Releases whatever the permit holds, from any thread at any time: its place in the queue, or its
   * slot if nothing was sent. A request that was sent keeps its slot for as long as the server may
   * count it. Does nothing after {@link #accepted}, {@link #throttled} or {@link #unavailable}.
   */
  public void release() {
    owner.release(this);
  }
}
