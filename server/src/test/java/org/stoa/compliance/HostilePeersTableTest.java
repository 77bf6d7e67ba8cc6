package org.stoa.compliance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The tests that `docs/compliance/federation.md` names for what hostile servers do are there.
final class HostilePeersTableTest {
    private static final Path PAGE = Path.of("..", "docs", "compliance", "federation.md");
    private static final List<Path> TESTS =
            List.of(
                    Path.of("src", "test", "java"),
                    Path.of("..", "protocol", "src", "test", "java"));
    private static final Pattern NAME = Pattern.compile("`(\\w+Test)#(\\w+)`");

    @Test
    void tests_thatThePageNames_areThere() throws IOException {
        List<MatchResult> named = NAME.matcher(Files.readString(PAGE)).results().toList();
        List<String> missing = new ArrayList<>();

        for (MatchResult test : named) {
            if (!isThere(test.group(1) + ".java", "void " + test.group(2) + "(")) {
                missing.add(test.group());
            }
        }

        assertThat(named).hasSizeGreaterThan(30);
        assertThat(missing).isEmpty();
    }

    private static boolean isThere(String file, String method) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path tests : TESTS) {
            try (Stream<Path> files = Files.walk(tests)) {
                files.filter(path -> path.getFileName().toString().equals(file))
                        .forEach(found::add);
            }
        }
        return found.size() == 1 && Files.readString(found.getFirst()).contains(method);
    }
}
