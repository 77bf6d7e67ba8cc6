package org.stoa.storage;

import java.util.Optional;

/// What a database belongs to: rows of the table `meta`.
public final class ServerIdentity {
    private static final String SERVER_NAME = "server_name";
    private static final String FIND = "SELECT value FROM meta WHERE name = ?";
    private static final String INSERT =
            """
            INSERT INTO meta (name, value) VALUES (?, ?)
            ON CONFLICT (name) DO NOTHING
            """;

    private ServerIdentity() {}

    /// Makes the database that of `serverName` when it is new, and returns whose it is.
    public static String claim(Database database, String serverName) {
        Optional<String> owner = database.read(ServerIdentity::owner);
        return owner.orElseGet(
                () ->
                        database.write(
                                tx -> {
                                    tx.update(INSERT, SERVER_NAME, serverName);
                                    return owner(tx).orElseThrow();
                                }));
    }

    private static Optional<String> owner(Tx tx) {
        return tx.one(FIND, row -> row.text(1), SERVER_NAME);
    }
}
