package org.stoa.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Holds that time, randomness and SQL come from one place each.
final class ForbiddenCallsTest {
    private static final Set<String> CLOCKS_AND_CHANCE =
            Set.of(
                    "java.lang.System.currentTimeMillis",
                    "java.lang.System.nanoTime",
                    "java.lang.Math.random",
                    "java.time.Instant.now",
                    "java.time.LocalDate.now",
                    "java.time.LocalDateTime.now",
                    "java.time.OffsetDateTime.now",
                    "java.time.ZonedDateTime.now",
                    "java.time.Clock.systemUTC",
                    "java.time.Clock.systemDefaultZone",
                    "java.time.InstantSource.system",
                    "java.util.UUID.randomUUID",
                    "java.util.concurrent.ThreadLocalRandom.current",
                    "java.util.Random.<init>",
                    "java.util.Date.<init>",
                    "java.security.SecureRandom.<init>");

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("org.stoa");

    @Test
    void server_outsidePlatform_asksNoClockAndNoChance() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "org.stoa.platform..", "org.stoa.protocol..", "org.stoa.storage..")
                .should(callOneOf(CLOCKS_AND_CHANCE))
                .because("Time and Randomness of the platform are given to whoever needs them")
                .check(CLASSES);
    }

    @Test
    void sql_isSpokenOnlyInStorage() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.stoa.storage..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite..", "org.postgresql..")
                .check(CLASSES);
    }

    @Test
    void protocol_isPure() {
        noClasses()
                .that()
                .resideInAPackage("org.stoa.protocol..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net.http..", "java.nio.file..", "org.slf4j..")
                .orShould(callOneOf(CLOCKS_AND_CHANCE))
                .check(CLASSES);
    }

    private static ArchCondition<JavaClass> callOneOf(Set<String> methods) {
        return new ArchCondition<>("call one of " + methods) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getCodeUnits().stream()
                        .map(JavaCodeUnit::getCallsFromSelf)
                        .flatMap(Set::stream)
                        .filter(
                                call ->
                                        methods.contains(
                                                call.getTargetOwner().getName()
                                                        + "."
                                                        + call.getTarget().getName()))
                        .forEach(
                                call ->
                                        events.add(
                                                SimpleConditionEvent.satisfied(
                                                        call, call.getDescription())));
            }
        };
    }
}
