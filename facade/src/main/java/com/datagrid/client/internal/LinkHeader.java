package com.datagrid.client.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** The header {@code Link}, RFC 8288, read as its appendix B says. */
public final class LinkHeader {

  /** Relative references have no base here; their query does not depend on it. */
  private static final HttpUrl BASE = HttpUrl.get("https://base.invalid/");

  private final String text;
  private int at;

  private LinkHeader(String text) {
    this.text = text;
  }

  /**
   * A link.
   *
   * @param parameters by name in lower case; of several with one name the first, which counts
   */
  private record Link(String target, Map<String, String> parameters) {

    boolean leadsToNext() {
      String relations = parameters.getOrDefault("rel", "").toLowerCase(Locale.ROOT);
      return List.of(relations.split("\\s+")).contains("next")
          && parameters.getOrDefault("anchor", "").isEmpty(); // else it leads from elsewhere
    }

    @Nullable HttpUrl url() {
      return BASE.resolve(target);
    }
  }

  /** A parameter of the query of the link to the next page, if it is there and not empty. */
  public static Optional<String> next(List<String> values, String parameter) {
    return values.stream()
        .flatMap(value -> new LinkHeader(value).links().stream())
        .filter(Link::leadsToNext)
        .flatMap(link -> Optional.ofNullable(link.url()).stream())
        .findFirst()
        .map(url -> url.queryParameter(parameter))
        .filter(cursor -> !cursor.isEmpty());
  }

  private List<Link> links() {
    List<Link> links = new ArrayList<>();
    while (at < text.length()) {
      if (text.charAt(at) == '<') {
        int end = text.indexOf('>', at);
        if (end < 0) {
          break;
        }
        String target = text.substring(at + 1, end).strip();
        at = end + 1;
        links.add(new Link(target, parameters()));
      } else if (text.charAt(at) == '"') {
        quoted();
      } else {
        at++;
      }
    }
    return links;
  }

  /** Up to the comma that ends the link. */
  private Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    while (skip(';')) {
      String name = token("=;,").toLowerCase(Locale.ROOT);
      String value = "";
      if (skip('=')) {
        spaces();
        value = at < text.length() && text.charAt(at) == '"' ? quoted() : token(";,");
      }
      parameters.putIfAbsent(name, value);
      token(";,"); // what else there is belongs to no parameter
    }
    return parameters;
  }

  private boolean skip(char wanted) {
    spaces();
    boolean found = at < text.length() && text.charAt(at) == wanted;
    at += found ? 1 : 0;
    return found;
  }

  private void spaces() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private String token(String ends) {
    int begin = at;
    while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(begin, at).strip();
  }

  /** A text in quotes, in which a backslash stands before a character that means itself. */
  private String quoted() {
    StringBuilder value = new StringBuilder();
    for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      value.append(text.charAt(at));
    }
    at = Math.min(at + 1, text.length());
    return value.toString();
  }
}
