package com.datagrid.client.spec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * The names that the parent {@code pom.xml} gives where the rules do not.
 *
 * @param names of properties
 * @param inlineSchemas of bodies without a name in the document
 * @param operations of methods
 * @param models of classes
 */
record GeneratorSettings(
    Map<String, String> names,
    Map<String, String> inlineSchemas,
    Map<String, String> operations,
    Map<String, String> models) {

  static GeneratorSettings read(Path pom) {
    try {
      org.w3c.dom.Document xml =
          DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
      return new GeneratorSettings(
          mappings(xml, "nameMapping"),
          mappings(xml, "inlineSchemaNameMapping"),
          mappings(xml, "operationIdNameMapping"),
          mappings(xml, "modelNameMapping"));
    } catch (IOException | SAXException | ParserConfigurationException e) {
      throw new SpecException("Cannot read the generator's settings in " + pom + ": " + e, e);
    }
  }

  private static Map<String, String> mappings(org.w3c.dom.Document xml, String element) {
    Map<String, String> mappings = new LinkedHashMap<>();
    NodeList found = xml.getElementsByTagName(element);
    for (int i = 0; i < found.getLength(); i++) {
      String[] pair = found.item(i).getTextContent().trim().split("=", 2);
      mappings.put(pair[0], pair.length > 1 ? pair[1] : "");
    }
    return mappings;
  }

  String method(Operation operation) {
    String mapped = operations.get(operation.id());
    return mapped == null ? JavaNames.method(operation.id()) : mapped;
  }

  String model(String schema) {
    String mapped = models.get(schema);
    return mapped == null ? JavaNames.model(schema) : mapped;
  }

  String property(String property) {
    String mapped = names.get(property);
    return mapped == null ? JavaNames.property(property) : mapped;
  }
}
