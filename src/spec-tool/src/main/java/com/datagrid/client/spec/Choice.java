package com.datagrid.client.spec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openapitools.codegen.CodegenModel;

/** A choice as the template of interfaces writes it. */
final class Choice {

  /** For the template: of each variant the {@code type}, and the record around it if any. */
  static final String VARIANTS = "x-variants";

  private final Map<String, Object> union;

  Choice(Map<String, Object> union) {
    this.union = union;
  }

  void tell(CodegenModel model) {
    List<Map<String, String>> variants = new ArrayList<>();
    Set<String> types = new HashSet<>();
    Set<String> wrappers = new HashSet<>(Set.of("Unknown"));
    for (Object variant : Yaml.list(union.get("variants"))) {
      String type = JavaTypes.of(variant, "String");
      if (!types.add(type)) {
        continue;
      }
      variants.add(
          Refs.schemaName(variant) == null
              ? Map.of("type", type, "wrapper", wrapper(type, wrappers))
              : Map.of("type", type));
    }
    List<Map<String, String>> mapping = new ArrayList<>();
    Yaml.map(union.get("mapping"))
        .forEach(
            (value, type) ->
                mapping.add(Map.of("value", escaped(value), "type", String.valueOf(type))));
    model.vendorExtensions.put("x-is-one-of-interface", true);
    model.vendorExtensions.put(VARIANTS, variants);
    model.vendorExtensions.put("x-mapping", mapping);
    if (union.get("discriminator") instanceof String property && !mapping.isEmpty()) {
      model.vendorExtensions.put("x-discriminator", escaped(property));
    }
  }

  /** {@code List<String>} gives {@code StringListValue}. */
  private static String wrapper(String type, Set<String> taken) {
    StringBuilder name = new StringBuilder();
    List<String> words = new ArrayList<>(List.of(type.replace("String, ", "").split("\\W+", -1)));
    for (String word : words) {
      name.insert(0, word);
    }
    name.append("Value");
    while (!taken.add(name.toString())) {
      name.append('_');
    }
    return name.toString();
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
