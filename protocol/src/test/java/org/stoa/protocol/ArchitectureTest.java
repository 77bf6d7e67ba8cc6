package org.stoa.protocol;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.File;
import java.io.FileInputStream;
import java.net.Socket;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executor;

/// The specification as pure functions: no I/O, no clock, no chance, no threads, and few libraries.
@AnalyzeClasses(
        packages = "org.stoa.protocol",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule usesOnlyItsLibraries =
            classes()
                    .that()
                    .resideInAPackage("org.stoa.protocol..")
                    .should()
                    .onlyDependOnClassesThat(
                            resideInAnyPackage(
                                    "org.stoa.protocol..",
                                    "java..",
                                    "org.jspecify..",
                                    "tools.jackson.core..",
                                    "org.bouncycastle.."));

    @ArchTest
    static final ArchRule doesNoInputOrOutput =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("java.sql..", "java.nio.file..", "java.net.http..")
                    .orShould()
                    .dependOnClassesThat()
                    .belongToAnyOf(File.class, FileInputStream.class, Socket.class);

    @ArchTest
    static final ArchRule knowsNoTimeAndNoChance =
            noClasses()
                    .should()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(System.class, "nanoTime")
                    .orShould()
                    .callMethod(Instant.class, "now")
                    .orShould()
                    .callMethod(UUID.class, "randomUUID")
                    .orShould()
                    .callMethod(Math.class, "random")
                    .orShould()
                    .dependOnClassesThat()
                    .areAssignableTo(Random.class);

    @ArchTest
    static final ArchRule startsNoThreads =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .areAssignableTo(Thread.class)
                    .orShould()
                    .dependOnClassesThat()
                    .areAssignableTo(Executor.class);

    @ArchTest
    static final ArchRule onlyJsonKnowsTheParser =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("org.stoa.protocol.json")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("tools.jackson..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("org.stoa.protocol.(*)..").should().beFreeOfCycles();
}
