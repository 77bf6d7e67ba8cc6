package org.stoa.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ScenariosTest {
    @Test
    void ids_ofScenarios_differ() {
        assertThat(Scenarios.ALL).extracting(Scenario::id).doesNotHaveDuplicates();
        assertThat(Scenarios.named(Scenarios.COMPARED)).hasSameSizeAs(Scenarios.COMPARED);
    }

    @ParameterizedTest
    @EnumSource
    void cases_ofEachScenarioAndSize_areThereAndDiffer(Size size) {
        for (Scenario scenario : Scenarios.ALL) {
            assertThat(scenario.cases(size))
                    .as(scenario.id())
                    .isNotEmpty()
                    .extracting(Case::name)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void documentation_saysOfEachScenarioWhatIsChecked() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("..", "docs", "performance.md"));

        for (Scenario scenario : Scenarios.ALL) {
            assertThat(lines).anyMatch(line -> line.startsWith("| " + scenario.id() + " | "));
        }
    }
}
