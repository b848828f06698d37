package com.datagrid.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.CanBeAnnotated;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The rules that hold for the library as a whole. */
class ArchitectureTest {

  private static final String CLIENT = "com.datagrid.client";

  /** All that the client is made of but its own packages, the JDK and JSpecify's annotations. */
  private static final String LIBRARIES =
      "(okhttp3|okio|retrofit2|io\\.github\\.resilience4j|io\\.micrometer|com\\.google\\.gson|org\\.slf4j|kotlin)(\\..*)?";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .importUrl(DatagridClient.class.getProtectionDomain().getCodeSource().getLocation());

  private static GivenClassesConjunction inPackage(String name) {
    return classes().that().resideInAPackage(name);
  }

  @Test
  void internalIsALeaf() {
    inPackage(CLIENT + ".internal")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            CLIENT + ".internal",
            CLIENT + ".generated",
            "com.google.gson..",
            "okhttp3..",
            "org.jspecify..",
            "retrofit2..",
            "java..")
        .check(CLASSES);
  }

  /** Else the client would not work without it. */
  @Test
  void onlyTheMetricsNeedMicrometer() {
    noClasses()
        .that()
        .haveNameNotMatching(CLIENT + "\\.(DatagridMetrics|CallMeters)")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.micrometer..")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching(CLIENT + "\\.(DatagridMetrics|CallMeters)")
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("(com.datagrid.client..)").should().beFreeOfCycles().check(CLASSES);
  }

  /** A nested class counts as the one that it is in: who reads one reads both. */
  @Test
  void noMoreThanFourClassesDependOnEachOther() {
    Map<String, Set<String>> reachable = new TreeMap<>();
    for (JavaClass type : CLASSES) {
      type.getDirectDependenciesFromSelf().stream()
          .map(dependency -> outermost(dependency.getTargetClass()))
          .filter(target -> target.startsWith(CLIENT + '.'))
          .forEach(
              target ->
                  reachable
                      .computeIfAbsent(outermost(type), source -> new TreeSet<>())
                      .add(target));
    }
    boolean grows = true;
    while (grows) {
      grows = false;
      for (Set<String> targets : reachable.values()) {
        for (String target : List.copyOf(targets)) {
          grows |= targets.addAll(reachable.getOrDefault(target, Set.of()));
        }
      }
    }
    reachable.forEach(
        (type, targets) ->
            assertThat(targets)
                .filteredOn(target -> reachable.getOrDefault(target, Set.of()).contains(type))
                .as("what depends on %s and the other way round", type)
                .hasSizeLessThanOrEqualTo(4));
  }

  private static String outermost(JavaClass type) {
    return type.getName().replaceFirst("\\$.*", "");
  }

  @Test
  void everyHandWrittenPackageIsNullMarked() {
    for (String name : new String[] {CLIENT, CLIENT + ".internal"}) {
      CanBeAnnotated marked = CLASSES.getPackage(name).getPackageInfo();
      assertThat(marked.isAnnotatedWith(NullMarked.class)).as(name).isTrue();
    }
  }

  @Test
  void noStateIsStaticAndMutable() {
    classes()
        .that()
        .resideInAnyPackage(CLIENT, CLIENT + ".internal")
        .should(haveOnlyFinalStatics())
        .check(CLASSES);
  }

  @Test
  void nothingSleepsOrReadsAClockButTime() {
    noClasses()
        .that()
        .resideOutsideOfPackages(CLIENT + ".model", CLIENT + ".api")
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Thread.class, "sleep", long.class)
        .check(CLASSES);
  }

  @Test
  void publicSignaturesNameNoInternalType() {
    for (JavaClass type : CLASSES) {
      if (type.getPackageName().equals(CLIENT)) {
        for (JavaCodeUnit unit : type.getCodeUnits()) {
          if (isPublic(type, unit)) {
            assertThat(unit.getAllInvolvedRawTypes())
                .filteredOn(t -> !t.equals(type))
                .as(unit.getFullName())
                .noneMatch(t -> t.getPackageName().matches(".*\\.(internal|generated)"));
          }
        }
      }
    }
  }

  /** What users need, and no more: these libraries are not ours to promise. */
  @Test
  void publicSignaturesNameNoOtherTypeOfALibrary() {
    Set<String> found = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      if (type.getPackageName().equals(CLIENT)) {
        for (JavaCodeUnit unit : type.getCodeUnits()) {
          if (isPublic(type, unit)) {
            Stream.concat(unit.getParameterTypes().stream(), Stream.of(unit.getReturnType()))
                .flatMap(t -> t.getAllInvolvedRawTypes().stream())
                .filter(t -> t.getPackageName().matches(LIBRARIES))
                .forEach(
                    t ->
                        found.add(type.getSimpleName() + '.' + unit.getName() + ' ' + t.getName()));
          }
        }
      }
    }
    assertThat(found)
        .containsExactly(
            "Builder.callFactory okhttp3.Call$Factory",
            "Builder.callFactory okhttp3.OkHttpClient",
            "Builder.httpClient okhttp3.OkHttpClient",
            "DatagridClient.events okhttp3.ResponseBody",
            "DatagridClient.events retrofit2.Call",
            "DatagridClient.execute retrofit2.Call",
            "DatagridClient.executeAsync retrofit2.Call",
            "DatagridClient.paginate retrofit2.Call",
            "DatagridClient.rateLimiterRegistry"
                + " io.github.resilience4j.ratelimiter.RateLimiterRegistry",
            "DatagridClient.retryRegistry io.github.resilience4j.retry.RetryRegistry",
            "DatagridMetrics.<init> io.micrometer.core.instrument.Tag",
            "DatagridMetrics.bindTo io.micrometer.core.instrument.MeterRegistry");
  }

  private static boolean isPublic(JavaClass type, JavaCodeUnit unit) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && unit.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass()
            .map(outer -> outer.getModifiers().contains(JavaModifier.PUBLIC))
            .orElse(true);
  }

  private static com.tngtech.archunit.lang.ArchCondition<JavaClass> haveOnlyFinalStatics() {
    return new com.tngtech.archunit.lang.ArchCondition<>("have only final static fields") {
      @Override
      public void check(JavaClass type, com.tngtech.archunit.lang.ConditionEvents events) {
        type.getFields().stream()
            .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
            .filter(field -> !field.getModifiers().contains(JavaModifier.FINAL))
            .filter(field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC))
            .filter(field -> !field.getName().startsWith("$")) // JaCoCo's
            .forEach(
                field ->
                    events.add(
                        com.tngtech.archunit.lang.SimpleConditionEvent.violated(
                            field, field.getFullName())));
      }
    };
  }
}
