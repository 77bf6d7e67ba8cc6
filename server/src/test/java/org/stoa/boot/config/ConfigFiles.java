package org.stoa.boot.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Configuration files of tests.
final class ConfigFiles {
    private ConfigFiles() {}

    static Settings settings(Path folder, String yaml) {
        return Settings.of(file(folder, yaml), Map.of(), Map.of());
    }

    static Path file(Path folder, String yaml) {
        try {
            return Files.writeString(folder.resolve("stoa.yaml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
