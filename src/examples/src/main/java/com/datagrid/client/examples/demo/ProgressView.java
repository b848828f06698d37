package com.datagrid.client.examples.demo;

import com.datagrid.client.ratelimit.RateLimitStatus;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on standard error: rate, time left, and the state of the rate limit beside it. */
final class ProgressView implements RenameJob.Progress, AutoCloseable {

  private static final int REFRESH_MILLIS = 200;

  private final int rows;
  private final int before;
  private final long start = System.nanoTime();
  private final ProgressBar bar;

  /**
   * Of one run.
   *
   * @param before the rows that earlier runs have been through
   */
  ProgressView(int rows, int before) {
    this.rows = rows;
    this.before = before;
    bar =
        new ProgressBarBuilder()
            .setTaskName("Renaming")
            .setInitialMax(rows)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(REFRESH_MILLIS)
            .hideEta() // it counts what earlier runs have done
            .build();
    bar.stepTo(before);
  }

  @Override
  public void show(int over, Optional<RateLimitStatus> limit, boolean outage) {
    bar.stepTo(over);
    bar.setExtraMessage(
        (outage ? " service away, waiting;" : "")
            + limit.map(ProgressView::format).orElse("")
            + pace(over - before, rows - over, Duration.ofNanos(System.nanoTime() - start)));
  }

  /** The rate of this run, and how long the rest takes at that. */
  static String pace(int done, int left, Duration elapsed) {
    double seconds = elapsed.toNanos() / 1e9;
    if (done <= 0 || seconds <= 0) {
      return "";
    }
    Duration rest = Duration.ofSeconds(Math.round(left * seconds / done));
    return String.format(
        Locale.ROOT,
        "; %.1f/s, %d:%02d:%02d left",
        done / seconds,
        rest.toHours(),
        rest.toMinutesPart(),
        rest.toSecondsPart());
  }

  static String format(RateLimitStatus status) {
    String limit =
        status.limit().isPresent() ? "of " + status.limit().getAsInt() : "of an unknown limit";
    String pause =
        status
            .pause()
            .map(left -> String.format(Locale.ROOT, ", paused for %.1f s", left.toNanos() / 1e9))
            .orElse("");
    return String.format(
        Locale.ROOT, " %d %s in use, %d queued%s", status.used(), limit, status.waiting(), pause);
  }

  @Override
  public void close() {
    bar.close();
  }
}
