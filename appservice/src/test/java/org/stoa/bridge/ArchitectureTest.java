package org.stoa.bridge;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// The library knows the specification and HTTP, and nothing of the server.
@AnalyzeClasses(packages = "org.stoa.bridge", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule usesOnlyItsLibraries =
            classes()
                    .should()
                    .onlyDependOnClassesThat(
                            resideInAnyPackage(
                                    "org.stoa.bridge..",
                                    "org.stoa.protocol..",
                                    "java..",
                                    "com.sun.net.httpserver..",
                                    "org.snakeyaml..",
                                    "org.slf4j..",
                                    "org.jspecify.."));

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("org.stoa.bridge.(*)..").should().beFreeOfCycles();
}
