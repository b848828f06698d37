package com.datagrid.client.redis;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** Rules for the artifact as a whole. */
class ArchitectureTest {

  private static final String LIMITER = "com.datagrid.client.ratelimit";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .importUrl(RedisFleet.class.getProtectionDomain().getCodeSource().getLocation());

  @Test
  void itKnowsTheLimiterAndJedisAlone() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "com.datagrid.client.redis",
            LIMITER,
            LIMITER + ".internal",
            "redis.clients.jedis..",
            "org.jspecify..",
            "org.slf4j..",
            "java..")
        .check(CLASSES);
  }

  @Test
  void jedisIsWhereItConnects() {
    noClasses()
        .that()
        .doNotHaveSimpleName("OwnConnection")
        .and()
        .doNotHaveSimpleName("BorrowedClient")
        .and()
        .doNotHaveSimpleName("RedisTransport")
        .and()
        .doNotHaveSimpleName("RedisFleet")
        .and()
        .doNotHaveFullyQualifiedName(RedisFleet.Builder.class.getName())
        .should()
        .dependOnClassesThat()
        .resideInAPackage("redis.clients.jedis..")
        .check(CLASSES);
  }

  @Test
  void onlyTheFleetIsPublic() {
    assertThat(CLASSES)
        .filteredOn(ArchitectureTest::isPublic)
        .extracting(JavaClass::getSimpleName)
        .containsExactlyInAnyOrder("RedisFleet", "Builder", "FleetStatus");
  }

  private static boolean isPublic(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(ArchitectureTest::isPublic).orElse(true);
  }

  @Test
  void noStateIsStaticAndMutable() {
    fields().that().areStatic().should().beFinal().check(CLASSES);
  }

  @Test
  void nothingSleepsOrReadsAClock() {
    noClasses()
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
