package org.stoa.compliance;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.stoa.specification.Operation;
import org.stoa.specification.SpecOperations;
import org.stoa.testing.Proves;
import org.stoa.testing.TestServer;

/// Compares the routes of the server with the operations of the specification, and keeps `docs/compliance/endpoints.md`. With
/// `-Dstoa.rewrite=true` the page is written instead of compared.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EndpointInventoryTest {
    private static final Path PAGE = Path.of("..", "docs", "compliance", "endpoints.md");

    private final TestServer server = TestServer.start();
    private final Inventory inventory = new Inventory(server.routes());
    private final Waiting waiting = Waiting.read();

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void page_inTheRepository_isUpToDate() throws IOException {
        String page = inventory.page(waiting, proven());
        if (Boolean.getBoolean("stoa.rewrite")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page);
        }

        assertThat(PAGE)
                .as(
                        "The routes have changed: run this test with -Dstoa.rewrite=true (ARCHITECTURE.md, \"Where a new endpoint goes\")")
                .content()
                .isEqualTo(page);
    }

    @Test
    void missingOperation_always_saysWhatItWaitsFor() {
        assertThat(inventory.missing())
                .allSatisfy(
                        operation ->
                                assertThat(waiting.reason(operation))
                                        .as(operation.key())
                                        .isPresent());
    }

    /// The parts of the specification that are not there at all, as docs/compliance/versions.md names them.
    @Test
    void waitingLine_always_waitsForAPartThatIsMissingAsAWhole() {
        assertThat(waiting.lines())
                .extracting(Waiting.Line::feature)
                .filteredOn(feature -> !feature.startsWith(Waiting.NOT_MISSING))
                .containsOnly(
                        "encryption",
                        "media",
                        "push",
                        "sign-in through OAuth 2.0",
                        "single sign-on",
                        "e-mail addresses and phone numbers");
    }

    @Test
    void waitingLine_always_fitsAMissingOperation() {
        List<Operation> missing = inventory.missing();

        assertThat(waiting.lines())
                .allSatisfy(
                        line ->
                                assertThat(missing)
                                        .as(
                                                "Nothing waits for this any more, take it out of waiting.tsv: "
                                                        + line)
                                        .anyMatch(line::fits));
    }

    @Test
    void doneOperation_always_hasATestThatProvesIt() {
        assertThat(inventory.done())
                .extracting(Operation::name)
                .as("operations with a route that a test names in @Proves")
                .isSubsetOf(proven());
    }

    @Test
    void operationNames_acrossTheApis_areUnique() {
        assertThat(
                        SpecOperations.all().list().stream()
                                .filter(operation -> Inventory.APIS.contains(operation.api())))
                .extracting(Operation::name)
                .doesNotHaveDuplicates();
    }

    private static Set<String> proven() {
        return new ClassFileImporter()
                        .withImportOption(new ImportOption.OnlyIncludeTests())
                        .importPackages("org.stoa")
                        .stream()
                        .map(JavaClass::getMethods)
                        .flatMap(Collection::stream)
                        .filter(method -> method.isAnnotatedWith(Proves.class))
                        .flatMap(EndpointInventoryTest::proven)
                        .collect(Collectors.toSet());
    }

    private static Stream<String> proven(JavaMethod method) {
        return Arrays.stream(method.getAnnotationOfType(Proves.class).value());
    }
}
