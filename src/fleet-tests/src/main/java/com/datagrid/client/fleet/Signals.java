package com.datagrid.client.fleet;

import java.io.IOException;

/** Signals for a child process. */
enum Signals {
  KILL,
  STOP,
  CONT;

  /** Sends the signal. */
  void to(Process process) throws IOException, InterruptedException {
    int exit = new ProcessBuilder("kill", "-" + name(), "" + process.pid()).start().waitFor();
    if (exit != 0) {
      throw new IOException("kill -" + name() + " " + process.pid() + " ended with " + exit);
    }
  }
}
