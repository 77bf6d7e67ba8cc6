package org.stoa.conformance.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.shape.ShapeLog;

final class SuiteTest {
    /// Runs the tests of the sample, which ask no server.
    private static Map<String, Result> run(Predicate<String> wanted) {
        Map<String, Result> results = new ConcurrentHashMap<>();
        URI nowhere = URI.create("http://127.0.0.1:1");
        try (Homeserver homeserver = new Homeserver(nowhere, Optional.empty(), new ShapeLog())) {
            new Suite("org.stoa.conformance.sample", wanted, 2)
                    .run(
                            Map.of(Homeserver.class, homeserver),
                            result -> results.put(result.test(), result));
        }
        return results;
    }

    @Test
    void everyTest_hasItsResult() {
        Map<String, Result> results = run(name -> true);

        assertThat(results.keySet())
                .containsExactlyInAnyOrder(
                        "Sample.passes",
                        "Sample.fails",
                        "Sample.breaks",
                        "Sample.isSkipped",
                        "Sample.isDisabled",
                        "Sample.hasCases[[1] name = \"a\"]",
                        "Sample.hasCases[[2] name = \"b\"]");
        assertThat(results.values()).allMatch(result -> result.section().equals("page#anchor"));
    }

    @Test
    void outcome_isThatOfTheTest_withItsReason() {
        Map<String, Result> results = run(name -> true);

        assertThat(results)
                .containsEntry(
                        "Sample.passes",
                        new Result("Sample.passes", "page#anchor", Outcome.PASS, ""));
        assertFailed(results.get("Sample.fails"), "as it should");
        assertFailed(results.get("Sample.breaks"), "NumberFormatException: For input string");
        assertThat(results.get("Sample.isSkipped"))
                .matches(
                        result ->
                                result.outcome() == Outcome.SKIP
                                        && result.why().contains("not here"));
        assertThat(results.get("Sample.isDisabled"))
                .matches(
                        result ->
                                result.outcome() == Outcome.SKIP && result.why().contains("never"));
    }

    private static void assertFailed(@Nullable Result result, String why) {
        Objects.requireNonNull(result);
        assertThat(result.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(result.why()).contains(why).containsPattern("\n  at Sample.java:\\d+$");
    }

    @Test
    void onlyWhatIsWanted_runs() {
        assertThat(run("Sample.passes"::equals)).containsOnlyKeys("Sample.passes");
    }
}
