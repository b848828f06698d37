package com.datagrid.client.examples.demo;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What came of a {@link RenameJob}.
 *
 * @param calls in the order of the file, at least one
 * @param elapsed from the first call's start to the last one's end
 * @param rejections 429s that the client met, whether or not the call succeeded later
 * @param limit requests per window as the service named it; empty if it named none
 */
record RenameResult(List<Call> calls, Duration elapsed, long rejections, OptionalInt limit) {

  /**
   * One rename.
   *
   * @param took from being handed to the client until its end, nearly all of it in line
   */
  record Call(Rename rename, Duration took, Optional<Throwable> failure) {}

  List<Call> failures() {
    return calls.stream().filter(call -> call.failure().isPresent()).toList();
  }

  Duration longestCall() {
    return calls.stream().map(Call::took).max(Comparator.naturalOrder()).orElseThrow();
  }

  Duration shortestCall() {
    return calls.stream().map(Call::took).min(Comparator.naturalOrder()).orElseThrow();
  }
}
