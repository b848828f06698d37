package com.datagrid.client.examples.demo;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Finds texts that are there twice, of millions, with eight bytes for each. */
final class Repetitions {

  private final MessageDigest digest = RenameCsv.sha256();
  private final Set<Long> repeated = new HashSet<>();
  private final Map<String, Long> lineByText = new HashMap<>();
  private long[] hashes = new long[1_024];
  private int size;

  void add(String text) {
    if (size == hashes.length) {
      hashes = Arrays.copyOf(hashes, size * 2);
    }
    hashes[size++] = hash(text);
  }

  /** Whether any two that were added have the same hash. Call it when all are. */
  boolean mayRepeat() {
    Arrays.sort(hashes, 0, size);
    for (int i = 1; i < size; i++) {
      if (hashes[i] == hashes[i - 1]) {
        repeated.add(hashes[i]);
      }
    }
    return !repeated.isEmpty();
  }

  /** The line of the same text before; 0 if there is none. Call it with all, in their order. */
  long earlierLine(String text, long line) {
    if (!repeated.contains(hash(text))) {
      return 0;
    }
    Long earlier = lineByText.put(text, line);
    return earlier == null ? 0 : earlier;
  }

  private long hash(String text) {
    return ByteBuffer.wrap(digest.digest(text.getBytes(StandardCharsets.UTF_8))).getLong();
  }
}
