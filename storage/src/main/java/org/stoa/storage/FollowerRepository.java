package org.stoa.storage;

import java.util.Optional;

/// The table `follower`: how far those have come who read the stream on and act.
public final class FollowerRepository {
    /// Returns the place of a follower; empty when it never had one.
    public Optional<Frontier> find(Tx tx, String name) {
        return tx.one(
                        "SELECT cursor FROM follower WHERE name = ? AND shard = 0",
                        row -> row.text(1),
                        name)
                .map(FollowerRepository::parse);
    }

    /// Says how far a follower has come.
    public void put(WriteTx tx, String name, Frontier reached) {
        tx.update(
                """
                INSERT INTO follower (name, shard, cursor) VALUES (?, 0, ?)
                ON CONFLICT (name, shard) DO UPDATE SET cursor = excluded.cursor
                """,
                name,
                text(reached));
    }

    /// The form has a version, since with several lanes it holds several positions.
    private static String text(Frontier reached) {
        return "f1_" + reached.at(Lane.ONLY).value();
    }

    private static Frontier parse(String text) {
        if (!text.startsWith("f1_")) {
            throw new IllegalStateException("no cursor of a follower: " + text);
        }
        return Frontier.of(new Position(Long.parseLong(text.substring("f1_".length()))));
    }
}
