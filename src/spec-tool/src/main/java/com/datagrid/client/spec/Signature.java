package com.datagrid.client.spec;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What comes together of one operation: the names of its parameters, and what is wrong with it. */
final class Signature {

  private final Operation operation;
  private final String base;
  private final JavaNames java;
  private final NameTable names;
  private final Map<String, Object> wire = new LinkedHashMap<>();
  private final Set<String> findings = new LinkedHashSet<>();

  /**
   * Of an operation.
   *
   * @param base what its classes are named after
   */
  Signature(Operation operation, String base, JavaNames java, NameTable names) {
    this.operation = operation;
    this.base = base;
    this.java = java;
    this.names = names;
  }

  Operation operation() {
    return operation;
  }

  /** The name of a class that only this operation has. */
  String type(String suffix) {
    return java.type(base + '-' + suffix);
  }

  /** The name in Java of a parameter, or of a part of a form. */
  String parameter(String in, String name) {
    String javaName = give(in + ' ' + name, java.parameter(name));
    wire.put(javaName, in.equals("path") ? Paths.variable(name) : name);
    return javaName;
  }

  /** The name in Java of the body. */
  String body(String type) {
    return give("body", java.parameter(type));
  }

  private String give(String key, String wanted) {
    String scope = "parameters " + operation.request();
    return names.give(scope + ' ' + key, scope, wanted);
  }

  /** By name in Java. */
  Map<String, Object> wire() {
    return wire;
  }

  void finding(String why) {
    findings.add(why);
  }

  Set<String> findings() {
    return findings;
  }
}
