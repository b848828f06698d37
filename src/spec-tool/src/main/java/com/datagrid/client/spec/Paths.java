package com.datagrid.client.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Templates of paths as Retrofit takes them: with letters, digits and underscores in braces. */
final class Paths {

  private static final Pattern VARIABLE = Pattern.compile("\\{([^{}]+)}");

  private Paths() {}

  static String forJava(String path) {
    return VARIABLE
        .matcher(path)
        .replaceAll(match -> Matcher.quoteReplacement('{' + variable(match.group(1)) + '}'));
  }

  /** {@code user.id} gives {@code user_id}; the name does not go over the wire. */
  static String variable(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9_-]", "_").replaceFirst("^[^A-Za-z]+", "");
    return plain.isEmpty() ? "p" : plain;
  }

  static List<String> variables(String path) {
    List<String> names = new ArrayList<>();
    VARIABLE.matcher(path).results().forEach(match -> names.add(match.group(1)));
    return names;
  }
}
