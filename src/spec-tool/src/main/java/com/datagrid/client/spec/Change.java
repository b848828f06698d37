package com.datagrid.client.spec;

/**
 * What a Java user notices.
 *
 * @param breaking whether code that worked may not compile or not work
 * @param subject the method or class, for CHANGELOG.md to name
 * @param text what happened to it
 */
record Change(boolean breaking, String subject, String text) {

  static Change breaking(String subject, String text) {
    return new Change(true, subject, text);
  }

  static Change compatible(String subject, String text) {
    return new Change(false, subject, text);
  }

  @Override
  public String toString() {
    return (breaking ? "breaking    " : "compatible  ") + subject + ' ' + text;
  }
}
