package org.stoa.bench.homeserver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A start script and what its comments say about the server: lines like `# bench-name: Stoa, SQLite`.
///
/// @param path executable
/// @param name of the server in tables
/// @param durability what is on the disk when an answer is sent
/// @param passwords how they are hashed when `PASSWORD_COST` is `production`, for the scenario that measures that
public record StartScript(Path path, String name, String durability, String passwords) {
    /// Reads the comments of a script; the file's name is its name when they give none.
    public static StartScript read(Path path) throws IOException {
        // A program is one too, and its bytes are no text.
        String text = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
        List<String> lines = text.lines().toList();
        return new StartScript(
                path,
                said(lines, "name", path.getFileName().toString()),
                said(lines, "durability", "not named"),
                said(lines, "passwords", "not named"));
    }

    private static String said(List<String> lines, String what, String otherwise) {
        String label = "# bench-" + what + ": ";
        return lines.stream()
                .filter(line -> line.startsWith(label))
                .map(line -> line.substring(label.length()).trim())
                .findFirst()
                .orElse(otherwise);
    }
}
