package com.datagrid.client.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether the client's base URL and its key are those that an operation asks for. */
final class Access {

  private final Map<String, Object> document;

  Access(Map<String, Object> document) {
    this.document = document;
  }

  void check(Signature signature) {
    Operation operation = signature.operation();
    Object servers = operation.data().getOrDefault("servers", operation.item().get("servers"));
    String own = url(servers);
    if (own != null && !own.equals(url(document.get("servers")))) {
      signature.finding("its server is " + own + ", which is not the client's base URL");
    }
    List<?> alternatives =
        Yaml.list(operation.data().getOrDefault("security", document.get("security")));
    List<String> others = new ArrayList<>();
    for (Object alternative : alternatives) {
      String other = other(Yaml.map(alternative));
      if (other == null) {
        return;
      }
      others.add(other);
    }
    if (!others.isEmpty()) {
      signature.finding("it asks for " + String.join(" or ", others) + ", and gets a bearer token");
    }
  }

  private static @Nullable String url(@Nullable Object servers) {
    List<?> list = Yaml.list(servers);
    return list.isEmpty() ? null : String.valueOf(Yaml.map(list.get(0)).get("url"));
  }

  /** What it asks for beyond a bearer token, or null. */
  private @Nullable String other(Map<String, Object> alternative) {
    Map<String, Object> schemes =
        Yaml.map(Yaml.map(document.get("components")).get("securitySchemes"));
    List<String> others = new ArrayList<>();
    for (String name : alternative.keySet()) {
      Map<String, Object> scheme = Refs.resolve(document, schemes.get(name));
      String type = String.valueOf(scheme.get("type"));
      boolean bearer =
          type.equals("http")
              ? "bearer".equalsIgnoreCase(String.valueOf(scheme.get("scheme")))
              : Set.of("oauth2", "openIdConnect").contains(type);
      if (!bearer && !scheme.isEmpty()) {
        others.add(
            type.equals("apiKey")
                ? "the key " + scheme.get("name") + " in the " + scheme.get("in")
                : type + ' ' + scheme.getOrDefault("scheme", ""));
      }
    }
    return others.isEmpty() ? null : String.join(" and ", others).strip();
  }
}
