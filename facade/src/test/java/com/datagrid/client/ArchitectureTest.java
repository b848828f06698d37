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
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The rules that hold for the library as a whole. */
class ArchitectureTest {

  private static final String CLIENT = "com.datagrid.client";

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

  @Test
  void packagesHaveNoCycles() {
    slices().matching("(com.datagrid.client..)").should().beFreeOfCycles().check(CLASSES);
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

  /** What the design names, and no more: OkHttp and Retrofit are not ours to promise. */
  @Test
  void publicSignaturesNameNoOtherTypeOfOkHttpOrRetrofit() {
    Set<String> found = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      if (type.getPackageName().equals(CLIENT)) {
        for (JavaCodeUnit unit : type.getCodeUnits()) {
          if (isPublic(type, unit)) {
            unit.getAllInvolvedRawTypes().stream()
                .filter(t -> t.getPackageName().matches("(okhttp3|okio|retrofit2)(\\..*)?"))
                .filter(
                    t ->
                        unit.getRawParameterTypes().contains(t)
                            || unit.getRawReturnType().equals(t))
                .forEach(
                    t ->
                        found.add(type.getSimpleName() + '.' + unit.getName() + ' ' + t.getName()));
          }
        }
      }
    }
    assertThat(found)
        .containsExactly(
            "Builder.httpClient okhttp3.OkHttpClient",
            "DatagridClient.execute retrofit2.Call",
            "DatagridClient.executeAsync retrofit2.Call");
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
