package com.datagrid.client.simulation;

import com.datagrid.client.simulation.Run.Arrival;
import de.erichseifert.vectorgraphics2d.Document;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Rectangle;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.renderer.xy.StandardXYItemRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** What the server sees over time, of one run each. */
final class Charts {

  private static final int WIDTH = 900;
  private static final int HEIGHT = 360;

  private Charts() {}

  /** Accepted requests in total. */
  static void accepted(Map<Contender, Outcome> runs, Path file) throws IOException {
    write(chart("accepted requests", runs, Charts::acceptedBySecond), file);
  }

  /** Rejected requests in total. */
  static void rejected(Map<Contender, Outcome> runs, Path file) throws IOException {
    write(chart("rejected requests (429)", runs, Charts::rejectedBySecond), file);
  }

  /** How much of the limit the requests accepted within the last window are. */
  static void used(Map<Contender, Outcome> runs, Path file) throws IOException {
    write(chart("requests in the server's window", runs, Charts::usedBySecond), file);
  }

  private interface Series {
    double[] of(List<Arrival> arrivals, int seconds);
  }

  private static JFreeChart chart(String what, Map<Contender, Outcome> runs, Series series) {
    Workload workload = runs.values().iterator().next().workload();
    XYSeriesCollection data = new XYSeriesCollection();
    runs.forEach(
        (contender, outcome) -> {
          XYSeries line = new XYSeries(contender.name());
          int end = (int) (outcome.lastSuccess() / 1_000_000_000L) + 2;
          double[] values = series.of(outcome.arrivals(), end);
          for (int second = 0; second < end; second++) {
            line.add(second, values[second]);
          }
          data.addSeries(line);
        });
    JFreeChart chart =
        ChartFactory.createXYLineChart(
            workload.name + ": " + workload.what + ", limit " + workload.limit,
            "seconds",
            what,
            data);
    StandardXYItemRenderer lines = new StandardXYItemRenderer();
    lines.setDrawSeriesLineAsPath(true); // else each segment is an element of the SVG
    lines.setDefaultStroke(new BasicStroke(2));
    lines.setAutoPopulateSeriesStroke(false);
    chart.getXYPlot().setRenderer(lines);
    chart.getXYPlot().setBackgroundPaint(Color.WHITE);
    chart.getXYPlot().setRangeGridlinePaint(Color.LIGHT_GRAY);
    return chart;
  }

  private static double[] acceptedBySecond(List<Arrival> arrivals, int seconds) {
    return sum(arrivals, true, seconds);
  }

  private static double[] rejectedBySecond(List<Arrival> arrivals, int seconds) {
    return sum(arrivals, false, seconds);
  }

  private static double[] usedBySecond(List<Arrival> arrivals, int seconds) {
    double[] sum = sum(arrivals, true, seconds);
    double[] used = sum.clone();
    int window = (int) Moments.WINDOW.toSeconds();
    for (int i = window; i < seconds; i++) {
      used[i] -= sum[i - window];
    }
    return used;
  }

  /** How many there were up to each second. */
  private static double[] sum(List<Arrival> arrivals, boolean accepted, int seconds) {
    double[] sum = new double[seconds];
    for (Arrival arrival : arrivals) {
      int second = (int) Math.ceil(arrival.at() / 1e9);
      if (arrival.accepted() == accepted && second < seconds) {
        sum[second]++;
      }
    }
    for (int i = 1; i < seconds; i++) {
      sum[i] += sum[i - 1];
    }
    return sum;
  }

  private static void write(JFreeChart chart, Path file) throws IOException {
    VectorGraphics2D graphics = new VectorGraphics2D();
    chart.draw(graphics, new Rectangle(WIDTH, HEIGHT));
    Document svg =
        new SVGProcessor().getDocument(graphics.getCommands(), new PageSize(WIDTH, HEIGHT));
    try (OutputStream out = Files.newOutputStream(file)) {
      svg.writeTo(out);
    }
  }
}
