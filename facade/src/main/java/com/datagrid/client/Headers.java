package com.datagrid.client;

import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The headers of a response. Names compare without regard to case. Immutable. */
public final class Headers implements Serializable {

  @Serial private static final long serialVersionUID = 1;

  private static final Headers EMPTY = new Headers(List.of());

  /** Name, value, name, value, ... in the order of the response. */
  private final ArrayList<String> namesAndValues; // this type, since it is serializable

  private Headers(List<String> namesAndValues) {
    this.namesAndValues = new ArrayList<>(namesAndValues);
  }

  /**
   * Headers for tests.
   *
   * @param namesAndValues a name, its value, the next name, its value, and so on
   * @throws IllegalArgumentException if there is a name without a value
   */
  public static Headers of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException(
          "a value for each name, but " + namesAndValues.length + " strings");
    }
    return new Headers(List.of(namesAndValues));
  }

  /** No headers. */
  public static Headers empty() {
    return EMPTY;
  }

  static Headers of(okhttp3.Headers headers) {
    List<String> namesAndValues = new ArrayList<>(headers.size() * 2);
    for (int i = 0; i < headers.size(); i++) {
      namesAndValues.add(headers.name(i));
      namesAndValues.add(headers.value(i));
    }
    return new Headers(namesAndValues);
  }

  /** The first value of that header. */
  public Optional<String> first(String name) {
    List<String> values = all(name);
    return values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
  }

  /** All values of that header in order; empty if it is absent. */
  public List<String> all(String name) {
    Objects.requireNonNull(name, "name");
    List<String> values = new ArrayList<>();
    for (int i = 0; i < namesAndValues.size(); i += 2) {
      if (namesAndValues.get(i).equalsIgnoreCase(name)) {
        values.add(namesAndValues.get(i + 1));
      }
    }
    return Collections.unmodifiableList(values);
  }

  /** The names that are present, each once, sorted without regard to case. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 0; i < namesAndValues.size(); i += 2) {
      names.add(namesAndValues.get(i));
    }
    return Collections.unmodifiableSet(names);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Headers headers && namesAndValues.equals(headers.namesAndValues);
  }

  @Override
  public int hashCode() {
    return namesAndValues.hashCode();
  }

  /** The names only: a value may be a secret. */
  @Override
  public String toString() {
    return names().toString();
  }
}
