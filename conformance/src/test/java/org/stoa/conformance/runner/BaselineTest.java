package org.stoa.conformance.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BaselineTest {
    private static final String TEXT =
            "# Why.\nA.gone\tfail\tunknown\nB.known\tfail\tit is so\nC.skipped\tskip\tnot there\n";

    @TempDir private Path folder = Path.of("");

    private Baseline baseline() throws IOException {
        return Baseline.read(Files.writeString(folder.resolve("baseline.tsv"), TEXT));
    }

    private static Result result(String test, Outcome outcome) {
        return new Result(test, "", outcome, "");
    }

    @Test
    void differences_areWhatGotWorse_andWhatGotBetter() throws IOException {
        Result better = result("C.skipped", Outcome.PASS);
        Result worse = result("D.new", Outcome.FAIL);
        List<Result> results =
                List.of(
                        result("B.known", Outcome.FAIL),
                        better,
                        worse,
                        result("E.new", Outcome.PASS));

        assertThat(baseline().differences(results)).containsExactly(better, worse);
        assertThat(baseline().missing(results)).containsExactly("A.gone");
    }

    @Test
    void rewritten_keepsReasonsAndComments() throws IOException {
        List<Result> results =
                List.of(result("B.known", Outcome.FAIL), result("C.skipped", Outcome.FAIL));
        Path file = folder.resolve("next.tsv");

        baseline().with(results, true).write(file);

        assertThat(file)
                .hasContent("# Why.\nB.known\tfail\tit is so\nC.skipped\tfail\tto be explained\n");
    }

    @Test
    void rewritten_whenOnlySomeRan_keepsTheOthers() throws IOException {
        Path file = folder.resolve("next.tsv");

        baseline().with(List.of(result("B.known", Outcome.PASS)), false).write(file);

        assertThat(file).hasContent("# Why.\nA.gone\tfail\tunknown\nC.skipped\tskip\tnot there\n");
    }

    @Test
    void unstable_passesOrFails_andIsNotSkipped() throws IOException {
        Baseline baseline = unstable();
        Result skipped = result("A.now-and-then", Outcome.SKIP);
        List<Result> both =
                List.of(
                        result("A.now-and-then", Outcome.PASS),
                        result("A.now-and-then", Outcome.FAIL));

        assertThat(baseline.differences(both)).isEmpty();
        assertThat(baseline.differences(List.of(skipped))).containsExactly(skipped);
        assertThat(baseline.missing(List.of())).containsExactly("A.now-and-then");
    }

    @Test
    void rewritten_whetherItPassedOrFailed_keepsWhatIsUnstable() throws IOException {
        Path file = folder.resolve("next.tsv");

        for (Outcome outcome : List.of(Outcome.PASS, Outcome.FAIL)) {
            unstable().with(List.of(result("A.now-and-then", outcome)), true).write(file);

            assertThat(file).hasContent("A.now-and-then\tunstable\tdepends on what is first\n");
        }
    }

    private Baseline unstable() throws IOException {
        String text = "A.now-and-then\tunstable\tdepends on what is first\n";
        return Baseline.read(Files.writeString(folder.resolve("unstable.tsv"), text));
    }

    /// A test that now passes and now fails is no excuse for the server of this repository: there, it has a bug or is one.
    @ParameterizedTest
    @ValueSource(strings = {"stoa.tsv", "interop.tsv"})
    void baselines_ofThisServer_haveNothingUnstable(String file) throws IOException {
        assertThat(Baseline.read(Path.of("baseline", file)).unstable()).isEmpty();
    }

    @Test
    void read_whenALineIsBroken_fails() throws IOException {
        Path file = Files.writeString(folder.resolve("broken.tsv"), "A.a\tpass\t\n");

        assertThatThrownBy(() -> Baseline.read(file)).hasMessageContaining("A.a\tpass");
    }
}
