package com.datagrid.client.ratelimit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The rules that hold for the limiter as a whole. */
class ArchitectureTest {

  private static final String LIMITER = "com.datagrid.client.ratelimit";
  private static final String INTERNAL = LIMITER + ".internal";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .importUrl(
              SlidingWindowRateLimiter.class.getProtectionDomain().getCodeSource().getLocation());

  @Test
  void theLimiterKnowsNoHttpAndNotTheClient() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            LIMITER,
            INTERNAL,
            "io.github.resilience4j..",
            "org.jspecify..",
            "com.google.errorprone.annotations..",
            "org.slf4j..",
            "java..")
        .check(CLASSES);
    noClasses().should().dependOnClassesThat().resideInAPackage("java.net..").check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("(com.datagrid.client..)").should().beFreeOfCycles().check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(INTERNAL)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(LIMITER)
        .check(CLASSES);
  }

  @Test
  void noCycleHasMoreThanFourClasses() {
    Map<String, Set<String>> reachable = new TreeMap<>();
    for (JavaClass type : CLASSES) {
      Set<String> direct = reachable.computeIfAbsent(outermost(type), name -> new TreeSet<>());
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        if (dependency.getTargetClass().getPackageName().startsWith(LIMITER)) {
          direct.add(outermost(dependency.getTargetClass()));
        }
      }
    }
    assertThat(reachable).hasSizeGreaterThan(20);
    boolean grown = true;
    while (grown) {
      grown = false;
      for (Set<String> of : reachable.values()) {
        for (String each : Set.copyOf(of)) {
          grown |= of.addAll(reachable.getOrDefault(each, Set.of()));
        }
      }
    }
    for (String type : reachable.keySet()) {
      Set<String> cycle = new TreeSet<>(reachable.getOrDefault(type, Set.of()));
      cycle.removeIf(each -> !reachable.getOrDefault(each, Set.of()).contains(type));
      assertThat(cycle).as("what is in cycles with %s", type).hasSizeLessThanOrEqualTo(4);
    }
  }

  private static String outermost(JavaClass type) {
    return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type.getName());
  }

  @Test
  void everyPackageIsNullMarked() {
    for (String name : new String[] {LIMITER, INTERNAL}) {
      assertThat(CLASSES.getPackage(name).getPackageInfo().isAnnotatedWith(NullMarked.class))
          .as(name)
          .isTrue();
    }
  }

  @Test
  void noStateIsStaticAndMutable() {
    fields()
        .that()
        .areStatic()
        .and(
            DescribedPredicate.describe(
                "are not JaCoCo's", (JavaField field) -> !field.getName().startsWith("$")))
        .should()
        .beFinal()
        .check(CLASSES);
  }

  @Test
  void nothingSleepsOrReadsAClockButSystemTime() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(INTERNAL + ".SystemTime")
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(Thread.class, "sleep", long.class)
        .check(CLASSES);
  }
}
