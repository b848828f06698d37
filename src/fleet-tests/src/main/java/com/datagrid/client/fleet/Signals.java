package com.datagrid.client.fleet;

import java.io.IOException;

/** What one sends to a process of one's own. */
enum Signals {
  KILL,
  STOP,
  CONT;

  /** Sends it. */
  void to(Process process) throws IOException, InterruptedException {
    int exit = new ProcessBuilder("kill", "-" + name(), "" + process.pid()).start().waitFor();
    if (exit != 0) {
      throw new IOException("kill -" + name() + " " + process.pid() + " ended with " + exit);
    }
  }
}
