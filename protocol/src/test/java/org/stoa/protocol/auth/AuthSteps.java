package org.stoa.protocol.auth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.stoa.protocol.version.RoomVersion;

/// The steps of the authorisation rules of all versions, as `spec-facts/auth-steps.tsv` holds them.
final class AuthSteps {

    private static final Path FILE = Path.of("..", "spec-facts", "auth-steps.tsv");
    private static final List<Step> ALL = read();

    private AuthSteps() {}

    /// A step that decides something.
    ///
    /// @param number its number in this version
    /// @param name its number in the newest version that has it; `v5:4.1` when that is not the newest of all
    record Step(RoomVersion version, String number, String verdict, String name) {

        boolean canAllow() {
            return verdict.contains("allow");
        }

        boolean canReject() {
            return verdict.contains("reject");
        }
    }

    static List<Step> of(RoomVersion version) {
        return ALL.stream().filter(step -> step.version() == version).toList();
    }

    /// Returns the step of this name in the version; empty when the version lacks it.
    static Optional<Step> named(String name, RoomVersion version) {
        return of(version).stream().filter(step -> step.name().equals(name)).findFirst();
    }

    static boolean isName(String name) {
        return ALL.stream().anyMatch(step -> step.name().equals(name));
    }

    private static List<Step> read() {
        try {
            return Files.readAllLines(FILE).stream()
                    .skip(1)
                    .map(line -> line.split("\t", -1))
                    .map(
                            columns ->
                                    new Step(
                                            RoomVersion.of(columns[0]).orElseThrow(),
                                            columns[1],
                                            columns[2],
                                            columns[3]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
