package org.stoa.storage.federation;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.stoa.storage.ResultRow;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;

/// The table `server_key`: keys of other servers.
public final class ServerKeyRepository {
    /// Keys of one server, those seen last.
    public static final int MAX_KEYS = 150;

    /// Characters of one document.
    public static final int MAX_DOCUMENT = 32 << 10;

    /// Characters of the documents of one server together, those fetched last.
    static final int MAX_DOCUMENTS = 256 << 10;

    /// Returns the keys of a server that were seen last, these first; without documents that are too long.
    public List<ServerKeyRow> of(Tx tx, String server) {
        return tx.list(
                """
                SELECT server, key_id, public_key, valid_until_ts, expired_ts, fetched_ts,
                       CASE WHEN LENGTH(document) <= ? THEN document ELSE '' END
                  FROM server_key WHERE server = ?
                 ORDER BY fetched_ts DESC, key_id LIMIT ?
                """,
                ServerKeyRepository::row,
                MAX_DOCUMENT,
                server,
                MAX_KEYS);
    }

    /// Forgets of a server the keys beyond [#MAX_KEYS], and the documents beyond their limits, those of long ago first.
    public void trim(WriteTx tx, String server) {
        tx.update(
                """
                DELETE FROM server_key WHERE server = ? AND key_id IN (
                    SELECT key_id FROM server_key WHERE server = ?
                     ORDER BY fetched_ts DESC, key_id LIMIT ? OFFSET ?)
                """,
                server,
                server,
                Integer.MAX_VALUE,
                MAX_KEYS);
        tx.update(
                """
                UPDATE server_key SET document = '' WHERE server = ? AND document <> '' AND key_id IN (
                    SELECT key_id
                      FROM (SELECT key_id,
                                   SUM(LENGTH(document)) OVER (ORDER BY fetched_ts DESC, key_id) AS size
                              FROM server_key WHERE server = ?) sizes
                     WHERE size > ?)
                """,
                server,
                server,
                MAX_DOCUMENTS);
    }

    /// Adds a key, or says anew what is known of it.
    ///
    /// @param firstHand whether the server itself gave it. Only then is another public key taken under a known id (a
    ///     server that was set up anew); else it could be somebody's who wants to be taken for the server
    public void put(WriteTx tx, ServerKeyRow key, boolean firstHand) {
        tx.update(
                """
                INSERT INTO server_key
                    (server, key_id, public_key, valid_until_ts, expired_ts, fetched_ts, document)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (server, key_id) DO UPDATE
                   SET public_key = excluded.public_key, valid_until_ts = excluded.valid_until_ts,
                       expired_ts = excluded.expired_ts, fetched_ts = excluded.fetched_ts,
                       document = excluded.document
                 WHERE server_key.fetched_ts <= excluded.fetched_ts
                   AND (? = 1 OR server_key.public_key = excluded.public_key)
                """,
                key.server(),
                key.keyId(),
                key.publicKey(),
                key.validUntilTs(),
                key.expiredTs(),
                key.fetchedTs(),
                key.document(),
                firstHand);
    }

    /// Returns those of the servers that are in a room of this one now.
    public Set<String> inARoom(Tx tx, Collection<String> servers) {
        return Set.copyOf(
                tx.list(
                        """
                        SELECT n.name FROM server_name n
                         WHERE n.name = ANY(?) AND EXISTS (
                               SELECT 1 FROM room_server s
                                WHERE s.server = n.server AND s.until IS NULL)
                        """,
                        row -> row.text(1),
                        (Object) servers.toArray(String[]::new)));
    }

    /// A server with keys.
    ///
    /// @param validUntilTs when the last of its keys ends
    public record Kept(String server, long validUntilTs) {}

    /// Returns the next servers that keys are kept of, by name, at most `limit`.
    ///
    /// @param after a server; empty: from the beginning
    public List<Kept> kept(Tx tx, String after, int limit) {
        return tx.list(
                """
                SELECT server, MAX(valid_until_ts) FROM server_key WHERE server > ?
                 GROUP BY server ORDER BY server LIMIT ?
                """,
                row -> new Kept(row.text(1), row.number(2)),
                after,
                limit);
    }

    /// Forgets the keys that ended before a time of those of the servers that never were in a room of this one: who was may
    /// be gone, and nobody else tells then what it signed with. Returns how many keys went.
    public int deleteOfStrangers(WriteTx tx, Collection<String> servers, long endedBefore) {
        return tx.update(
                """
                DELETE FROM server_key
                 WHERE server = ANY(?) AND valid_until_ts < ? AND NOT EXISTS (
                       SELECT 1 FROM server_name n JOIN room_server s ON s.server = n.server
                        WHERE n.name = server_key.server)
                """,
                servers.toArray(String[]::new),
                endedBefore);
    }

    private static ServerKeyRow row(ResultRow row) {
        return new ServerKeyRow(
                row.text(1),
                row.text(2),
                row.text(3),
                row.number(4),
                row.numberOrNull(5),
                row.number(6),
                row.text(7));
    }
}
