package com.datagrid.client.testing;

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
import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.renderer.xy.StandardXYItemRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** Lines over whole numbers from 0 on, such as seconds, as an SVG. */
public final class LineChart {

  private static final int WIDTH = 900;
  private static final int HEIGHT = 360;

  private final XYSeriesCollection lines = new XYSeriesCollection();
  private final String title;
  private final String x;
  private final String y;

  /** A chart without a line; {@code x} and {@code y} are what the axes show. */
  public LineChart(String title, String x, String y) {
    this.title = title;
    this.x = x;
    this.y = y;
  }

  /** Adds a line. */
  public void add(String name, double[] values) {
    XYSeries line = new XYSeries(name);
    for (int i = 0; i < values.length; i++) {
      line.add(i, values[i]);
    }
    lines.addSeries(line);
  }

  /** Writes it. */
  public void write(Path file) throws IOException {
    JFreeChart chart = ChartFactory.createXYLineChart(title, x, y, lines);
    StandardXYItemRenderer renderer = new StandardXYItemRenderer();
    renderer.setDrawSeriesLineAsPath(true); // else each segment is an element of the SVG
    renderer.setDefaultStroke(new BasicStroke(2));
    renderer.setAutoPopulateSeriesStroke(false);
    chart.getXYPlot().setRenderer(renderer);
    chart.getXYPlot().setBackgroundPaint(Color.WHITE);
    chart.getXYPlot().setRangeGridlinePaint(Color.LIGHT_GRAY);
    VectorGraphics2D graphics = new VectorGraphics2D();
    chart.draw(graphics, new Rectangle(WIDTH, HEIGHT));
    Document svg =
        new SVGProcessor().getDocument(graphics.getCommands(), new PageSize(WIDTH, HEIGHT));
    try (OutputStream out = Files.newOutputStream(file)) {
      svg.writeTo(out);
    }
  }
}
