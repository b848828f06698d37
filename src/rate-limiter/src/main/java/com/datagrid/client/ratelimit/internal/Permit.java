package com.datagrid.client.ratelimit.internal;

import org.jspecify.annotations.Nullable;

/**
 * One call's place in line and, once granted, its slot in the window. Thread-safe; all of its state
 * is guarded by the line's lock. Whoever acquired it reports what became of the request, and in any
 * case calls {@link #release}, so that no slot stays taken.
 */
public class Permit {

  enum State {
    WAITING,
    GRANTED,
    SENT,
    /** Neither in line nor in flight. */
    OVER
  }

  final PermitScheduler line;
  final PermitListener listener;
  final long number; // the place in line, kept by a call that tries again
  final long deadline;

  State state = State.OVER;
  long sentAt;
  long leaseEnd;
  @Nullable Permit sentBefore; // neighbours in the list of those in flight
  @Nullable Permit sentAfter;

  Permit(PermitScheduler line, PermitListener listener, long number, long deadline) {
    this.line = line;
    this.listener = listener;
    this.number = number;
    this.deadline = deadline;
  }

  /** How many slots it takes. */
  int count() {
    return 1;
  }

  /** Whether somebody will report the answer. */
  boolean isTracked() {
    return true;
  }

  /**
   * Joins the line again at the old place, which stands before all that came later. Does nothing
   * unless what was granted before is over.
   */
  public void acquireAgain() {
    line.join(this);
  }

  /**
   * The request is being written now.
   *
   * @param leaseNanos how long its exchange can take at the most; if nothing is reported by then
   *     and a margin, it counts as not answered
   * @return false if this is not the first request under this permit: use {@link #another} then
   */
  public boolean sent(long leaseNanos) {
    return line.sent(this, leaseNanos);
  }

  /**
   * What was sent did not reach the server, or was not processed there, as HTTP/2 tells: the permit
   * is granted as before {@link #sent}. Does nothing if it is over.
   */
  public void unsent() {
    line.unsent(this);
  }

  /**
   * A slot for one more request that goes out whether or not there is room, at once and granted.
   */
  public Permit another() {
    return line.force(listener);
  }

  /**
   * The server admitted the request: any answer other than a 429.
   *
   * @param limit the limit per window that the answer names; 0 or less if it names none
   * @param remaining how many more may follow, as the answer says; less than 0 if it does not say
   */
  public void accepted(int limit, int remaining) {
    line.accepted(this, limit, remaining);
  }

  /**
   * The server rejected the request with a 429.
   *
   * @param limit the limit per window that the answer names; 0 or less if it names none
   * @param retryAfterNanos the pause that the answer asks for; 0 or less if it asks for none
   */
  public void throttled(int limit, long retryAfterNanos) {
    line.throttled(this, limit, retryAfterNanos);
  }

  /**
   * The server is unavailable, and its response, say a 503, asks for a pause: nobody sends on this
   * limit until it is over, and then one call probes, as after {@link #throttled}. The request
   * counts as if it were accepted; the response teaches nothing else about the limit.
   *
   * @param limit the limit per window that the response names; 0 or less if it names none
   * @param retryAfterNanos the pause; 0 or less if the response asks for none
   */
  public void unavailable(int limit, long retryAfterNanos) {
    line.unavailable(this, limit, retryAfterNanos);
  }

  /**
   * Gives up what is held, from any thread and at any time: the place in line, the slot if nothing
   * was sent, or the hope of an answer, and the slot then stays taken for as long as the server may
   * count the request. Does nothing after {@link #accepted}, {@link #throttled} or {@link
   * #unavailable}.
   */
  public void release() {
    line.release(this);
  }
}
