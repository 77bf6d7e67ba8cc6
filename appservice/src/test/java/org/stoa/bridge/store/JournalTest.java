package org.stoa.bridge.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoa.protocol.json.Json;

class JournalTest {

    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("bridge.journal");
    }

    @Test
    void commit_afterReopening_isThere() throws IOException {
        try (Journal journal = Journal.open(file)) {
            journal.commit(new Changes().put("a", Json.of("ä\n☃")).put("b", Json.of(2)));
            journal.commit(new Changes().remove("b").put("c", Json.of(List.of(1, "x"))));
        }

        try (Journal journal = Journal.open(file)) {
            assertThat(journal.under(""))
                    .isEqualTo(Map.of("a", Json.of("ä\n☃"), "c", Json.of(List.of(1, "x"))));
        }
    }

    @Test
    void under_prefix_hasItsKeysInOrder() throws IOException {
        try (Journal journal = Journal.open(file)) {
            journal.commit(
                    new Changes()
                            .put("q/2", Json.of(2))
                            .put("q/1", Json.of(1))
                            .put("r", Json.of(0)));

            assertThat(journal.under("q/").keySet()).containsExactly("q/1", "q/2");
        }
    }

    @Test
    void open_withTornLastLine_keepsAllCommitsBefore() throws IOException {
        try (Journal journal = Journal.open(file)) {
            journal.commit(new Changes().put("a", Json.of(1)));
        }
        byte[] first = Files.readAllBytes(file);
        try (Journal journal = Journal.open(file)) {
            journal.commit(new Changes().put("a", Json.of(2)).put("b", Json.of(2)));
        }
        byte[] both = Files.readAllBytes(file);

        for (int length = first.length; length < both.length; length++) {
            Files.write(file, Arrays.copyOf(both, length));
            try (Journal journal = Journal.open(file)) {
                assertThat(journal.under("")).isEqualTo(Map.of("a", Json.of(1)));
                journal.commit(new Changes().put("c", Json.of(3)));
            }
            try (Journal journal = Journal.open(file)) {
                assertThat(journal.under("")).containsOnlyKeys("a", "c");
            }
        }
    }

    @Test
    void open_withDamageInTheMiddle_fails() throws IOException {
        try (Journal journal = Journal.open(file)) {
            journal.commit(new Changes().put("a", Json.of(1)));
            journal.commit(new Changes().put("b", Json.of(1)));
        }
        byte[] bytes = Files.readAllBytes(file);
        bytes[12] ^= 1;
        Files.write(file, bytes, StandardOpenOption.TRUNCATE_EXISTING);

        assertThatThrownBy(() -> Journal.open(file)).hasMessageContaining("damaged at byte 0");
    }

    @Test
    void open_twice_fails() throws IOException {
        try (Journal journal = Journal.open(file)) {
            assertThat(journal.get("a")).isEmpty();

            assertThatThrownBy(() -> Journal.open(file)).hasMessageContaining("open already");
        }
    }

    @Test
    void file_whenMostOfItIsOfThePast_isWrittenAnew() throws IOException {
        String large = "x".repeat(100_000);
        try (Journal journal = Journal.open(file)) {
            for (int i = 0; i < 30; i++) {
                journal.commit(new Changes().put("a", Json.of(large + i)));
            }
            journal.commit(new Changes().put("b", Json.of(1)));
        }

        assertThat(Files.size(file)).isLessThan(1_500_000);
        try (Journal journal = Journal.open(file)) {
            assertThat(journal.get("a")).isEqualTo(Optional.of(Json.of(large + 29)));
            assertThat(journal.get("b")).isEqualTo(Optional.of(Json.of(1)));
        }
    }

    @Test
    void actions_seeTheCommit() throws IOException {
        try (Journal journal = Journal.open(file)) {
            List<Optional<Json>> seen = new ArrayList<>();

            journal.commit(
                    new Changes()
                            .put("a", Json.of(1))
                            .afterwards(() -> seen.add(journal.get("a"))));

            assertThat(seen).containsExactly(Optional.of(Json.of(1)));
        }
    }
}
