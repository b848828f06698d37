package com.datagrid.client.examples.demo;

import com.datagrid.client.ratelimit.RateLimitStatus;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on standard error, with the state of the rate limit beside it. */
final class ProgressView implements RenameJob.Progress, AutoCloseable {

  private static final int REFRESH_MILLIS = 200;

  private final ProgressBar bar;

  ProgressView(int calls) {
    bar =
        new ProgressBarBuilder()
            .setTaskName("Renaming")
            .setInitialMax(calls)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(REFRESH_MILLIS)
            .hideEta() // it cannot know of windows
            .build();
  }

  @Override
  public void callEnded() {
    bar.step();
  }

  @Override
  public void rateLimit(RateLimitStatus status) {
    bar.setExtraMessage(format(status));
  }

  static String format(RateLimitStatus status) {
    String limit =
        status.limit().isPresent() ? "of " + status.limit().getAsInt() : "of an unknown limit";
    String gate =
        status
            .pause()
            .map(pause -> String.format(Locale.ROOT, ", paused for %.1f s", pause.toNanos() / 1e9))
            .orElse("");
    return String.format(
        Locale.ROOT, " %d %s in use, %d in line%s", status.used(), limit, status.waiting(), gate);
  }

  @Override
  public void close() {
    bar.close();
  }
}
