package com.datagrid.client;

import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/** The headers of a response. Names compare without regard to case. Immutable. */
public final class Headers implements Serializable {

  @Serial private static final long serialVersionUID = 1;

  private static final Headers EMPTY = new Headers(new String[0]);

  /** Name, value, name, value, ... in the order of the response. */
  private final String[] namesAndValues;

  /** Takes an array that nobody else has. */
  private Headers(String[] namesAndValues) {
    this.namesAndValues = namesAndValues;
  }

  /**
   * {@return headers for tests}
   *
   * @param namesAndValues a name, its value, the next name, its value, and so on
   * @throws IllegalArgumentException if there is a name without a value
   */
  public static Headers of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException(
          "a value for each name, but " + namesAndValues.length + " strings");
    }
    return new Headers(List.of(namesAndValues).toArray(String[]::new)); // refuses null
  }

  /** {@return no headers} */
  public static Headers empty() {
    return EMPTY;
  }

  static Headers of(okhttp3.Headers headers) {
    String[] namesAndValues = new String[headers.size() * 2];
    for (int i = 0; i < headers.size(); i++) {
      namesAndValues[2 * i] = headers.name(i);
      namesAndValues[2 * i + 1] = headers.value(i);
    }
    return new Headers(namesAndValues);
  }

  Headers retain(BiPredicate<String, String> kept) {
    List<String> retained = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (kept.test(namesAndValues[i], namesAndValues[i + 1])) {
        retained.add(namesAndValues[i]);
        retained.add(namesAndValues[i + 1]);
      }
    }
    return new Headers(retained.toArray(String[]::new));
  }

  /**
   * {@return the first value of that header}
   *
   * @param name the name
   */
  public Optional<String> first(String name) {
    Objects.requireNonNull(name, "name");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (namesAndValues[i].equalsIgnoreCase(name)) {
        return Optional.of(namesAndValues[i + 1]);
      }
    }
    return Optional.empty();
  }

  /**
   * {@return all values of that header in order; empty if it is absent}
   *
   * @param name the name
   */
  public List<String> all(String name) {
    Objects.requireNonNull(name, "name");
    List<String> values = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (namesAndValues[i].equalsIgnoreCase(name)) {
        values.add(namesAndValues[i + 1]);
      }
    }
    return Collections.unmodifiableList(values);
  }

  /** {@return the names that are present, each once, sorted without regard to case} */
  public Set<String> names() {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      names.add(namesAndValues[i]);
    }
    return Collections.unmodifiableSet(names);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Headers headers
        && Arrays.equals(namesAndValues, headers.namesAndValues);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(namesAndValues);
  }

  /** The names only: a value may be a secret. */
  @Override
  public String toString() {
    return names().toString();
  }
}
