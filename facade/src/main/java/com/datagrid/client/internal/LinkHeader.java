package com.datagrid.client.internal;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/** The header {@code Link}, RFC 8288. */
public final class LinkHeader {

  private static final Pattern LINK =
      Pattern.compile(
          "<([^>]*)>((?:\\s*;\\s*[\\w!#$&+.^`|~*-]+\\s*(?:=\\s*(?:\"[^\"]*\"|[^\",;]*))?)*)");

  private static final Pattern NEXT =
      Pattern.compile(
          "(?i);\\s*rel\\s*=\\s*(?:\"(?:[^\"]*\\s)?next(?:\\s[^\"]*)?\"|next(?![^\\s;,]))");

  /** Relative references have no base here; their query does not depend on it. */
  private static final HttpUrl BASE = HttpUrl.get("https://base.invalid/");

  private LinkHeader() {}

  /** A parameter of the query of the link to the next page. */
  public static Optional<String> next(List<String> values, String parameter) {
    for (String value : values) {
      Matcher link = LINK.matcher(value);
      while (link.find()) {
        HttpUrl url = NEXT.matcher(link.group(2)).find() ? BASE.resolve(link.group(1)) : null;
        if (url != null) {
          return Optional.ofNullable(url.queryParameter(parameter));
        }
      }
    }
    return Optional.empty();
  }
}
