package com.datagrid.client.spec;

/** Which of two differing schemas is to stay. */
enum Preference {
  INCOMING,
  EXISTING,
  /** Neither: the user has to say. */
  NONE;

  static Preference of(String text) {
    return switch (text) {
      case "incoming" -> INCOMING;
      case "existing" -> EXISTING;
      case "" -> NONE;
      default ->
          throw new SpecException("-Dprefer=" + text + ": only incoming and existing are known");
    };
  }
}
