package org.stoa.storage;

import java.util.List;
import org.stoa.storage.testing.TestEngine;

/// Enough rows that a planner has a choice: 200 rooms that all go on, and a quiet one whose few events are the oldest.
final class HotRows {
    static final long EVENTS = 20_000;
    static final long QUIET_ROOM = 999;

    /// The others are in all rooms.
    static final long USER_OF_ONE_ROOM = EVENTS / 200;

    /// A state key that no line has.
    static final long ABSENT_KEY = 123_456;

    private static final String ROOM = "CASE WHEN i <= 5 THEN 999 ELSE i % 200 + 1 END";

    /// Tables with the values of row i; {bytes} is a byte string made of i, {target} one of another row.
    private static final List<String> ROWS =
            List.of(
                    "server_name (server, name) SELECT i, 's' || i",
                    "user_name (user_nid, user_id, server) SELECT i, '@u' || i || ':x', 1",
                    "event_type (type, name) SELECT i, 't' || i",
                    "state_key (state_key, type, text) SELECT i, i % 50, 'k' || i",
                    """
                    room (room, room_id, version, creator, current_line, current_version, last_ord, depth, next_auth_no)
                    SELECT i, 'r' || i, '12', 1, i, 1, 1, 1, 1""",
                    """
                    event (event, event_id, room, pos, ord, sender, type, ts, depth, flags, thread, counted_main, counted_thread)
                    SELECT i, {bytes}, ROOM, i, i, 1, 1, i, i, CASE WHEN i % 5 = 0 THEN 8192 ELSE 0 END, CASE WHEN i % 10 = 0 THEN i % 7 + 1 END, i, i""",
                    "event_json (event, dictionary, client, federation) SELECT i, 0, {bytes}, {bytes}",
                    "extremity (room, event) SELECT i, i",
                    "pending_redaction (room, event_id, redaction) SELECT ROOM, {bytes}, i",
                    """
                    sent_transaction (event, user_nid, request, ts, device, txn_id)
                    SELECT i, i % 100, i, i, 'd', 'x' || i""",
                    "state_line (line, room, depth) SELECT i, i, 0",
                    """
                    state_entry (line, state_key, from_version, to_version, event)
                    SELECT i % 200 + 1, i % 50, i / 200, i / 200 + 1, i""",
                    "room_version (room, pos, line, version) SELECT ROOM, i, 1, i",
                    "member (room, user_nid, membership, event) SELECT i % 200 + 1, i / 200, 2, i",
                    """
                    local_membership (user_nid, room, membership, event, pos)
                    SELECT i / 200, i % 200 + 1, 2, i, i""",
                    "account (user_nid, localpart, created_ts) SELECT i, 'u' || i, i",
                    "profile (user_nid, field, value) SELECT i, 'displayname', '1'",
                    "user_word (word, user_nid) SELECT 'w' || i, i",
                    "remote_word (word, user_nid) SELECT {bytes}, i",
                    "unindexed_user (user_nid) SELECT i",
                    "open_room (room) SELECT i",
                    "owed (server, pos) SELECT i / 100, i",
                    "room_server (room, server, since, joined) SELECT ROOM, i / 100, i, 1",
                    "partial_event (room, event) SELECT ROOM, i",
                    """
                    receipt (room, user_nid, kind, thread, ord, event, ts, pos)
                    SELECT i % 200 + 1, i / 200, i % 2, 0, i, i, i, i""",
                    "mention (room, user_nid, ord, thread) SELECT ROOM, i % 100, i, -1",
                    "named (room, event_id) SELECT ROOM, {bytes}",
                    "gap (room, ord, missing) SELECT ROOM, i, {bytes}",
                    "uncounted (room, thread, ord) SELECT ROOM, i % 10, i",
                    "thread (room, root, last_ord, last_event, last_child) SELECT ROOM, i, i, i, i",
                    """
                    relation (event, target, kind, room)
                    SELECT i, {target}, CASE i % 4 WHEN 0 THEN 'm.replace' WHEN 1 THEN 'm.reference'
                        WHEN 2 THEN 'm.thread' ELSE 'm.annotation' END, ROOM""",
                    """
                    inbound_transaction (origin, txn_id, received_ts, answer)
                    SELECT 's' || (i % 100), 't' || i, i, {bytes}""",
                    """
                    server_key (server, key_id, public_key, valid_until_ts, fetched_ts, document)
                    SELECT 's' || i, 'ed25519:1', 'k', i, i, '{}'""",
                    """
                    inbound_pdu (room, event_id, origin, pos, attempts, retry_at, bytes)
                    SELECT ROOM, {bytes}, 's' || (i % 100), i, 0, i, {bytes}""",
                    "published_room (room, members, listing, words) SELECT i, i % 100, '{}', ''",
                    "account_data (user_nid, room, type, content, pos) SELECT i / 100, 0, 't' || i, '{}', i");

    private HotRows() {}

    static void fill(Database database, TestEngine engine) {
        String bytes =
                engine == TestEngine.SQLITE
                        ? "CAST('id' || i AS BLOB)"
                        : "convert_to('id' || i, 'UTF8')";
        for (String table : ROWS) {
            String columns = table.substring(0, table.indexOf("SELECT"));
            String values =
                    table.substring(table.indexOf("SELECT"))
                            .replace("ROOM", ROOM)
                            .replace("{bytes}", bytes)
                            .replace("{target}", bytes.replace("|| i", "|| (i / 3)"));
            database.execute(
                    tx ->
                            tx.update(
                                    "INSERT INTO "
                                            + columns
                                            + " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
                                            + EVENTS
                                            + ") "
                                            + values
                                            + " FROM n"));
        }
        if (engine == TestEngine.POSTGRES) {
            database.execute(tx -> tx.update("ANALYZE"));
        }
    }
}
