package org.stoa.conformance.shape;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Reads one of the tab-separated tables of `spec-facts`, without its heading.
public final class Table {
    private Table() {}

    /// The lines of the table, each cut at its tabs.
    public static List<String[]> rows(String name) {
        try (InputStream in = Table.class.getResourceAsStream("/spec-facts/" + name)) {
            if (in == null) {
                throw new IllegalStateException("spec-facts/" + name + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> line.split("\t", -1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
