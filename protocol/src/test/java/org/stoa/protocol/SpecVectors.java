package org.stoa.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The test vectors of the specification's appendices, as `spec-facts/vectors.tsv` holds them.
public final class SpecVectors {

    /// One vector: what is given, and what must come of it.
    public record Vector(String kind, String given, String expected) {}

    private static final Path FILE = Path.of("..", "spec-facts", "vectors.tsv");

    private SpecVectors() {}

    /// Returns the vectors of this kind, in the order of the specification; there is at least one.
    public static List<Vector> of(String kind) {
        try {
            List<Vector> vectors =
                    Files.readAllLines(FILE).stream()
                            .map(line -> line.split("\t", -1))
                            .map(columns -> new Vector(columns[0], columns[1], columns[2]))
                            .filter(vector -> vector.kind().equals(kind))
                            .toList();
            if (vectors.isEmpty()) {
                throw new IllegalStateException("No vectors of kind " + kind + " in " + FILE);
            }
            return vectors;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
