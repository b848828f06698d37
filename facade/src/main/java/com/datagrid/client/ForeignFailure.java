package com.datagrid.client;

import java.io.IOException;
import java.io.Serial;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Stands for a failure whose text is not fit for a log and whose class cannot be made with another
 * text: it prints the name of that class, and its stack trace.
 */
final class ForeignFailure extends IOException {

  @Serial private static final long serialVersionUID = 1;

  /** What is further down a chain of causes explains nothing. */
  private static final int MOST_IN_CHAIN = 50;

  private final String className;

  private ForeignFailure(String className, @Nullable String message) {
    super(message);
    this.className = className;
  }

  /**
   * The failure itself if nothing that its stack trace prints changes when it is cleaned; else a
   * cleaned copy, of the same class where that can be made from a message alone.
   */
  static Throwable clean(Throwable failure, UnaryOperator<String> clean) {
    if (isClean(failure, clean, identitySet())) {
      return failure;
    }
    return Objects.requireNonNull(copy(failure, clean, identitySet()));
  }

  private static Set<Throwable> identitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>()); // causes may form a circle
  }

  private static boolean isClean(
      @Nullable Throwable failure, UnaryOperator<String> clean, Set<Throwable> seen) {
    if (failure == null || !seen.add(failure)) {
      return true;
    }
    String text = failure.toString();
    if (seen.size() > MOST_IN_CHAIN || !clean.apply(text).equals(text)) {
      return false;
    }
    for (Throwable suppressed : failure.getSuppressed()) {
      if (!isClean(suppressed, clean, seen)) {
        return false;
      }
    }
    return isClean(failure.getCause(), clean, seen);
  }

  private static @Nullable Throwable copy(
      @Nullable Throwable failure, UnaryOperator<String> clean, Set<Throwable> seen) {
    if (failure == null || seen.size() == MOST_IN_CHAIN || !seen.add(failure)) {
      return null;
    }
    String message = failure.getMessage() == null ? null : clean.apply(failure.getMessage());
    Throwable copy = copy(failure, message, copy(failure.getCause(), clean, seen));
    copy.setStackTrace(failure.getStackTrace());
    for (Throwable suppressed : failure.getSuppressed()) {
      Throwable cleaned = copy(suppressed, clean, seen);
      if (cleaned != null) {
        copy.addSuppressed(cleaned);
      }
    }
    return copy;
  }

  private static Throwable copy(
      Throwable failure, @Nullable String message, @Nullable Throwable cause) {
    try {
      Throwable same = failure.getClass().getConstructor(String.class).newInstance(message);
      if (Objects.equals(same.getMessage(), message)) {
        return same.initCause(cause);
      }
    } catch (ReflectiveOperationException | RuntimeException notFromAMessageAlone) {
      // or it has a cause by then
    }
    return new ForeignFailure(failure.getClass().getName(), message).initCause(cause);
  }

  @Override
  @SuppressWarnings("OverrideThrowableToString") // it prints the name of another class
  public String toString() {
    return getMessage() == null ? className : className + ": " + getMessage();
  }
}
