package org.stoa.bench.homeserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// A folder for one server that is thrown away with all that is in it.
///
/// @param path the folder
record Scratch(Path path) {
    /// Makes one.
    ///
    /// @param parent where
    static Scratch in(Path parent) throws IOException {
        return new Scratch(Files.createTempDirectory(parent, "bench-"));
    }

    /// Where something in it is.
    Path resolve(String name) {
        return path.resolve(name).toAbsolutePath();
    }

    /// Deletes it; nothing may write there any more.
    void delete() throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
