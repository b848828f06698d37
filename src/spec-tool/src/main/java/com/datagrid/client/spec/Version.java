package com.datagrid.client.spec;

import java.util.Map;

/**
 * A state of the document.
 *
 * @param text as published
 * @param data what the text says
 * @param result what it is for the generator
 */
record Version(String text, Map<String, Object> data, Normalizer.Result result) {

  static Version of(String name, String text, Pins pins) {
    Map<String, Object> data = Yaml.load(name, text);
    return new Version(text, data, Normalizer.normalize(data, pins.names()));
  }

  Map<String, Object> normalized() {
    return result.document();
  }
}
