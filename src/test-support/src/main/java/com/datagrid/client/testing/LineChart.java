package com.datagrid.client.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Lines over whole numbers from 0 on, such as seconds, as an SVG of a few kilobytes. Each line has
 * its name and its last value at its end, and a color and dashes of its own. The first one stands
 * out: it is broad, and on top of the others, so that it is seen at zero, too.
 */
public final class LineChart {

  private static final int WIDTH = 900;
  private static final int HEIGHT = 360;
  private static final int LEFT = 70;
  private static final int RIGHT = WIDTH - 240; // beyond it are the names
  private static final int TOP = 40;
  private static final int BOTTOM = HEIGHT - 50;
  private static final int LABEL_HEIGHT = 18;
  private static final int TICKS = 6;
  private static final double TOLERANCE = 0.3; // pixels, which nobody sees

  /** Of Okabe and Ito, who made them for all kinds of color vision. */
  private static final List<String> COLORS =
      List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000");

  private static final List<String> DASHES =
      List.of("none", "9 4", "2 3", "9 3 2 3", "14 4", "4 4", "1 2");

  private record Line(String name, List<Double> values) {
    double last() {
      return values.get(values.size() - 1);
    }
  }

  private record Point(double x, double y) {}

  private final List<Line> lines = new ArrayList<>();
  private final String title;
  private final String x;
  private final String y;

  /** A chart without a line; {@code x} and {@code y} are what the axes show. */
  public LineChart(String title, String x, String y) {
    this.title = title;
    this.x = x;
    this.y = y;
  }

  /** Adds a line, of at least one value; none may be negative. */
  public void add(String name, double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("the line " + name + " has no value");
    }
    lines.add(new Line(name, Arrays.stream(values).boxed().toList()));
  }

  /** Writes it. */
  public void write(Path file) throws IOException {
    Files.writeString(file, svg());
  }

  private String svg() {
    int longest = lines.stream().mapToInt(line -> line.values.size() - 1).max().orElse(0);
    double highest =
        lines.stream().flatMap(line -> line.values.stream()).mapToDouble(v -> v).max().orElse(0);
    double xs = (RIGHT - LEFT) / Math.max(1.0, longest);
    double ys = (BOTTOM - TOP) / Math.max(1, highest);
    StringBuilder svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13" role="img">
        <title>%s</title>
        <rect width="100%%" height="100%%" fill="#fff"/>
        <text x="%d" y="22" font-size="15" font-weight="bold">%s</text>
        <text x="%d" y="%d" text-anchor="middle">%s</text>
        <text x="16" y="%d" text-anchor="middle" transform="rotate(-90 16 %d)">%s</text>
        """
            .formatted(
                WIDTH,
                HEIGHT,
                xml(title),
                LEFT,
                xml(title),
                (LEFT + RIGHT) / 2,
                HEIGHT - 10,
                xml(x),
                (TOP + BOTTOM) / 2,
                (TOP + BOTTOM) / 2,
                xml(y)));
    for (double tick : ticks(highest)) {
      double at = BOTTOM - tick * ys;
      svg.append(
          "<path d=\"M%d %sH%d\" stroke=\"#ccc\"/><text x=\"%d\" y=\"%s\" text-anchor=\"end\">%s</text>\n"
              .formatted(LEFT, pixel(at), RIGHT, LEFT - 8, pixel(at + 4), number(tick)));
    }
    for (double tick : ticks(longest)) {
      svg.append(
          "<text x=\"%s\" y=\"%d\" text-anchor=\"middle\">%s</text>\n"
              .formatted(pixel(LEFT + tick * xs), BOTTOM + 20, number(tick)));
    }
    List<Double> labels = labels(ys);
    for (int i = lines.size() - 1; i >= 0; i--) {
      appendLine(svg, i, labels.get(i), xs, ys);
    }
    return svg.append("</svg>\n").toString();
  }

  private void appendLine(StringBuilder svg, int index, double label, double xs, double ys) {
    Line line = lines.get(index);
    String color = COLORS.get(index % COLORS.size());
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < line.values.size(); i++) {
      points.add(new Point(LEFT + i * xs, BOTTOM - line.values.get(i) * ys));
    }
    StringBuilder path = new StringBuilder();
    for (Point point : withoutStraightParts(points)) {
      path.append(path.isEmpty() ? 'M' : 'L')
          .append(pixel(point.x))
          .append(' ')
          .append(pixel(point.y));
    }
    Point end = points.get(points.size() - 1);
    svg.append(
        """
        <path d="%s" fill="none" stroke="%s" stroke-width="%s" stroke-dasharray="%s" stroke-linejoin="round"/>
        <path d="M%s %sL%d %s" stroke="%s" stroke-width="0.7"/><circle cx="%s" cy="%s" r="3.5" fill="%s"/>
        <text x="%d" y="%s" fill="%s"%s>%s: %s</text>
        """
            .formatted(
                path,
                color,
                index == 0 ? "4" : "2",
                DASHES.get(index % DASHES.size()),
                pixel(end.x),
                pixel(end.y),
                RIGHT + 12,
                pixel(label),
                color,
                pixel(end.x),
                pixel(end.y),
                color,
                RIGHT + 16,
                pixel(label + 4),
                color,
                index == 0 ? " font-weight=\"bold\"" : "",
                xml(line.name),
                number(line.last())));
  }

  /** The heights of the names: beside the ends of their lines, but not one over the other. */
  private List<Double> labels(double ys) {
    List<Integer> fromBelow = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      fromBelow.add(i);
    }
    fromBelow.sort(Comparator.comparingDouble(i -> lines.get(i).last()));
    Double[] heights = new Double[lines.size()];
    double free = BOTTOM;
    for (int i : fromBelow) {
      heights[i] = Math.min(free, BOTTOM - lines.get(i).last() * ys);
      free = heights[i] - LABEL_HEIGHT;
    }
    return List.of(heights);
  }

  /** Without the points that are, as far as can be seen, on a line between others. */
  private static List<Point> withoutStraightParts(List<Point> points) {
    List<Point> kept = new ArrayList<>(List.of(points.get(0)));
    int last = 0;
    for (int i = 2; i < points.size(); i++) {
      if (!isStraight(points.subList(last, i + 1))) {
        last = i - 1;
        kept.add(points.get(last));
      }
    }
    if (points.size() > 1) {
      kept.add(points.get(points.size() - 1));
    }
    return kept;
  }

  private static boolean isStraight(List<Point> points) {
    Point from = points.get(0);
    Point to = points.get(points.size() - 1);
    double slope = (to.y - from.y) / (to.x - from.x);
    return points.stream()
        .allMatch(point -> Math.abs(from.y + slope * (point.x - from.x) - point.y) < TOLERANCE);
  }

  /** Round numbers from 0 to the highest at most. */
  private static List<Double> ticks(double highest) {
    double step = Math.pow(10, Math.ceil(Math.log10(Math.max(1, highest))));
    for (int part = 0; highest / step < TICKS / 2.0; part++) {
      step /= part % 3 == 1 ? 2.5 : 2; // 10, 5, 2, 1
    }
    List<Double> ticks = new ArrayList<>();
    for (double tick = 0; tick < highest + step / 1000; tick += step) {
      ticks.add(tick);
    }
    return ticks;
  }

  private static String number(double value) {
    return rounded(value < 10 ? "%,.2f" : "%,.1f", value);
  }

  private static String pixel(double value) {
    return rounded("%.1f", value);
  }

  private static String rounded(String format, double value) {
    return String.format(Locale.ROOT, format, value).replaceFirst("\\.?0+$", "");
  }

  private static String xml(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
