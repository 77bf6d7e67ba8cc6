package org.stoa.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds the order of the packages that ARCHITECTURE.md gives: a feature uses only what comes before it.
final class PackageOrderTest {
    /// From the lowest to the highest; packages of one line do not use each other.
    private static final List<List<String>> ORDER =
            List.of(
                    List.of("platform"),
                    List.of("http"),
                    List.of("remote"),
                    List.of("accounts"),
                    List.of("rooms"),
                    List.of("keys", "push", "ephemeral", "media", "directory", "search"),
                    List.of("appservice"),
                    List.of("federation"),
                    List.of("sync"),
                    List.of("admin"),
                    List.of("boot"));

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("org.stoa");

    static Stream<String> allButTheLast() {
        return packages().filter(name -> !ORDER.getLast().contains(name));
    }

    private static Stream<String> packages() {
        return ORDER.stream().flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("allButTheLast")
    void package_dependsOnlyOnEarlierOnes(String name) {
        noClasses()
                .that()
                .resideInAPackage(inside(name))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbiddenTo(name))
                .because("the packages have an order")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void modulesBelow_doNotKnowTheServer() {
        noClasses()
                .that()
                .resideInAnyPackage("org.stoa.protocol..", "org.stoa.storage..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages().map(PackageOrderTest::inside).toArray(String[]::new))
                .check(CLASSES);
    }

    @Test
    void packages_ofTheServer_allHaveAPlace() {
        List<String> known = new ArrayList<>(packages().toList());
        known.addAll(List.of("protocol", "storage"));

        assertThat(CLASSES.stream().map(type -> type.getPackageName().split("\\.")))
                .allMatch(parts -> parts.length >= 3 && known.contains(parts[2]));
    }

    private static String[] forbiddenTo(String name) {
        int place = 0;
        while (!ORDER.get(place).contains(name)) {
            place++;
        }
        return Stream.concat(
                        ORDER.get(place).stream().filter(sibling -> !sibling.equals(name)),
                        ORDER.subList(place + 1, ORDER.size()).stream().flatMap(List::stream))
                .map(PackageOrderTest::inside)
                .toArray(String[]::new);
    }

    private static String inside(String name) {
        return "org.stoa." + name + "..";
    }
}
