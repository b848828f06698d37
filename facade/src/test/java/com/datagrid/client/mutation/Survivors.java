package com.datagrid.client.mutation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Compares the mutants that no test notices with those that are known and have a reason. Run by
 * {@code mvn -B -ntp -Pmutation} after PIT.
 */
public final class Survivors {

  private static final double LEAST_KILLED = 0.85;
  private static final Set<String> KILLED = Set.of("KILLED", "TIMED_OUT", "MEMORY_ERROR");

  private Survivors() {}

  /**
   * Takes PIT's CSV and the list of the known ones, each a line of class, method and kind of
   * mutation, how many of them at the most, and why, parted by bars.
   *
   * @throws IllegalStateException if there are more than those, or too many in all
   */
  public static void main(String[] args) throws IOException {
    List<String[]> mutants = mutants(Path.of(args[0]));
    Map<String, Integer> alive = new TreeMap<>();
    for (String[] mutant : mutants) {
      if (!KILLED.contains(mutant[5])) {
        alive.merge(key(mutant), 1, Integer::sum);
      }
    }
    Map<String, Integer> known = known(Path.of(args[1]));

    int survived = alive.values().stream().mapToInt(Integer::intValue).sum();
    double killed = 1 - (double) survived / mutants.size();
    System.out.printf("%d mutants, %.1f %% killed%n", mutants.size(), killed * 100);
    // Some depend on which of two threads is first: those are killed in one run and not in the
    // next.
    print("listed, but killed in this run", excess(known, alive));
    String unknown = excess(alive, known);
    print("alive, but not listed", unknown);
    if (!unknown.isEmpty()) {
      throw new IllegalStateException("kill them, or give the reason in " + args[1]);
    }
    if (killed < LEAST_KILLED) {
      throw new IllegalStateException("less than " + LEAST_KILLED + " are killed");
    }
  }

  private static List<String[]> mutants(Path csv) throws IOException {
    List<String[]> mutants =
        Files.readAllLines(csv).stream().map(line -> line.split(",", -1)).toList();
    if (mutants.isEmpty()) {
      throw new IllegalStateException("no mutants in " + csv);
    }
    return mutants;
  }

  /** Without the package, and without the line, which changes too often. */
  private static String key(String[] mutant) {
    String owner = mutant[1].substring(mutant[1].lastIndexOf('.') + 1);
    String mutator = mutant[2].substring(mutant[2].lastIndexOf('.') + 1).replace("Mutator", "");
    return owner + '.' + mutant[3] + ' ' + mutator;
  }

  private static Map<String, Integer> known(Path list) throws IOException {
    Map<String, Integer> known = new TreeMap<>();
    for (String line : Files.readAllLines(list)) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] fields = line.split("\\|", -1);
      if (fields.length != 3 || fields[2].isBlank()) {
        throw new IllegalStateException("no mutant, count and reason: " + line);
      }
      known.merge(fields[0].strip(), Integer.valueOf(fields[1].strip()), Integer::sum);
    }
    return known;
  }

  /** What there is more of in the first than in the second. */
  private static String excess(Map<String, Integer> first, Map<String, Integer> second) {
    return first.entrySet().stream()
        .filter(entry -> entry.getValue() > second.getOrDefault(entry.getKey(), 0))
        .map(entry -> entry.getKey() + " | " + entry.getValue())
        .collect(Collectors.joining("\n  "));
  }

  private static void print(String what, String mutants) {
    if (!mutants.isEmpty()) {
      System.out.println(what + ":\n  " + mutants);
    }
  }
}
