package org.stoa.storage;

/// The statements of the table `meta`: a few texts by name that belong to the whole database.
final class Meta {
    static final String READ = "SELECT value FROM meta WHERE name = ?";
    static final String WRITE =
            """
            INSERT INTO meta (name, value) VALUES (?, ?)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value
            """;

    private Meta() {}
}
