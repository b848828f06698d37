package com.datagrid.client.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.datagrid.client.testing.LineChart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Charts that can be read, also by those who tell few colors apart, and are small. */
class ChartsTest {

  private static final long MOST_BYTES = 40_000;

  @TempDir private Path folder;

  static Stream<Path> inTheDocs() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("../../docs"))) {
      return files.filter(file -> file.toString().endsWith(".svg")).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("inTheDocs")
  void thoseInTheDocsAreSmall(Path chart) throws Exception {
    assertThat(Files.size(chart)).isLessThan(MOST_BYTES);
    assertThat(
            DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(chart.toFile()))
        .isNotNull();
  }

  @Test
  void theFirstLineIsSeenAtZero() throws IOException {
    String svg = chart(new double[] {0, 0, 0}, new double[] {0, 40, 40});

    List<MatchResult> broad = all("<path d=\"M70 310L660 310\" .*stroke-width=\"4\"", svg);
    assertThat(broad).hasSize(1);
    assertThat(svg.indexOf("stroke-width=\"2\"")).isPositive().isLessThan(broad.get(0).start());
  }

  @Test
  void eachLineHasItsNameAndItsLastValue() throws IOException {
    assertThat(chart(new double[] {0}, new double[] {0, 1234}, new double[] {0.25, 0.5}))
        .contains(">line 0: 0<", ">line 1: 1,234<", ">line 2: 0.5<");
  }

  /** They end at the same height. */
  @Test
  void namesDoNotOverlap() throws IOException {
    String svg = chart(new double[] {5}, new double[] {5}, new double[] {5}, new double[] {0});

    List<Double> heights =
        all("y=\"([0-9.]+)\"[^>]*>line", svg).stream()
            .map(match -> Double.valueOf(match.group(1)))
            .sorted()
            .toList();
    assertThat(heights).hasSize(4);
    for (int i = 1; i < heights.size(); i++) {
      assertThat(heights.get(i) - heights.get(i - 1)).isGreaterThanOrEqualTo(15);
    }
  }

  @Test
  void linesDifferInColorAndInDashes() throws IOException {
    String svg = chart(new double[] {1}, new double[] {2}, new double[] {3}, new double[] {4});

    assertThat(all("fill=\"none\" stroke=\"(#\\w+)\"", svg).stream().map(m -> m.group(1)))
        .hasSize(4)
        .doesNotHaveDuplicates();
    assertThat(all("stroke-dasharray=\"([^\"]+)\"", svg).stream().map(m -> m.group(1)))
        .hasSize(4)
        .doesNotHaveDuplicates();
  }

  @Test
  void straightPartsTakeNoPointsButCornersStay() throws IOException {
    double[] values = new double[1001];
    for (int i = 0; i < values.length; i++) {
      values[i] = i < 500 ? 0 : 100;
    }
    assertThat(chart(values)).contains("d=\"M70 310L364.4 310L365 40L660 40\"");
  }

  @Test
  void textIsEscaped() throws IOException {
    LineChart chart = new LineChart("a < b & c", "x", "y");
    chart.add("<svg>", new double[] {1});
    chart.write(folder.resolve("chart.svg"));

    assertThat(folder.resolve("chart.svg"))
        .content()
        .contains("a &lt; b &amp; c", "&lt;svg&gt;: 1");
    assertThatIllegalArgumentException().isThrownBy(() -> chart.add("none", new double[0]));
  }

  private String chart(double[]... lines) throws IOException {
    LineChart chart = new LineChart("title", "x", "y");
    for (int i = 0; i < lines.length; i++) {
      chart.add("line " + i, lines[i]);
    }
    Path file = folder.resolve("chart.svg");
    chart.write(file);
    return Files.readString(file);
  }

  private static List<MatchResult> all(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().toList();
  }
}
