package org.stoa.storage.accounts;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;
import org.stoa.storage.accounts.UserWordRepository.UserWord;

/// The tables `remote_word` and `unindexed_user`, and the names in `member`: what users of other servers are found by.
public final class RemoteUserRepository {

    /// No text has this byte, so a word with it behind a prefix is beyond all that begin so.
    private static final byte BEYOND = (byte) 0xff;

    /// A name that a user is joined with.
    ///
    /// @param displayName empty for none
    /// @param event number of the newest membership event with the name
    public record SeenName(long user, String userId, String displayName, long event) {}

    /// A member of a room.
    ///
    /// @param displayName null when it was not looked at
    public record Member(
            long user,
            long room,
            String userId,
            long membership,
            long event,
            @Nullable String displayName) {}

    /// Returns words with a prefix after one that was returned before, in order, at most `limit`.
    public List<UserWord> withPrefix(Tx tx, String prefix, UserWord after, int limit) {
        byte[] first = bytes(after.word().isEmpty() ? prefix : after.word());
        return tx.list(
                """
                SELECT word, user_nid FROM remote_word
                 WHERE word >= ? AND word < ? AND (word, user_nid) > (?, ?)
                 ORDER BY word, user_nid LIMIT ?
                """,
                row -> new UserWord(text(row.bytes(1)), row.number(2)),
                first,
                end(prefix),
                first,
                after.user(),
                limit);
    }

    /// Returns users with a word with a prefix, out of those who are joined to a reader's rooms, at most `limit`. Of these rooms'
    /// members at most `looked` are looked at.
    public List<Long> roomMates(Tx tx, long reader, String prefix, int looked, int limit) {
        // One after the other: together, an engine may begin with all members of all rooms.
        List<Long> rooms =
                tx.list(
                        "SELECT room FROM member WHERE user_nid = ? AND membership = 2",
                        row -> row.number(1),
                        reader);
        List<Long> mates =
                tx.list(
                        "SELECT user_nid FROM member WHERE room = ANY(?) AND membership = 2 LIMIT ?",
                        row -> row.number(1),
                        numbers(rooms),
                        looked);
        return tx.list(
                """
                SELECT DISTINCT user_nid FROM remote_word
                 WHERE user_nid = ANY(?) AND word >= ? AND word < ?
                 LIMIT ?
                """,
                row -> row.number(1),
                numbers(mates),
                bytes(prefix),
                end(prefix),
                limit);
    }

    /// Returns the names that some users have in rooms that a reader is in, and in rooms open to all that this server is in;
    /// the newest first. Who is in none of them is not returned.
    public List<SeenName> visible(Tx tx, long reader, Collection<Long> users) {
        // With EXISTS for the open rooms, PostgreSQL would begin by reading all of them.
        return tx.list(
                """
                SELECT m.user_nid, u.user_id, COALESCE(m.display_name, ''), MAX(m.event)
                  FROM member m JOIN user_name u ON u.user_nid = m.user_nid
                 WHERE m.user_nid = ANY(?) AND m.membership = 2
                   AND (EXISTS (SELECT 1 FROM member r
                                 WHERE r.user_nid = ? AND r.room = m.room AND r.membership = 2)
                        OR (SELECT o.room FROM open_room o WHERE o.room = m.room) =
                           (SELECT l.room FROM local_membership l
                             WHERE l.room = m.room AND l.membership = 2 LIMIT 1))
                 GROUP BY m.user_nid, u.user_id, m.display_name
                 ORDER BY 4 DESC
                """,
                row -> new SeenName(row.number(1), row.text(2), row.text(3), row.number(4)),
                numbers(users),
                reader);
    }

    /// Returns all names that some users are joined with, the newest first.
    public List<SeenName> names(Tx tx, Collection<Long> users) {
        return tx.list(
                """
                SELECT m.user_nid, u.user_id, COALESCE(m.display_name, ''), MAX(m.event)
                  FROM member m JOIN user_name u ON u.user_nid = m.user_nid
                 WHERE m.user_nid = ANY(?) AND m.membership = 2
                 GROUP BY m.user_nid, u.user_id, m.display_name
                 ORDER BY 4 DESC
                """,
                row -> new SeenName(row.number(1), row.text(2), row.text(3), row.number(4)),
                numbers(users));
    }

    /// Returns the words of some users.
    public List<UserWord> words(Tx tx, Collection<Long> users) {
        return tx.list(
                "SELECT word, user_nid FROM remote_word WHERE user_nid = ANY(?)",
                row -> new UserWord(text(row.bytes(1)), row.number(2)),
                numbers(users));
    }

    /// Returns users whose words are to be written anew, at most `limit`.
    public List<Long> unindexed(Tx tx, int limit) {
        return tx.list(
                "SELECT user_nid FROM unindexed_user WHERE user_nid > 0 ORDER BY user_nid LIMIT ?",
                row -> row.number(1),
                limit);
    }

    /// Notes that the words of some users are as they should be.
    public void indexed(WriteTx tx, Collection<Long> users) {
        tx.update("DELETE FROM unindexed_user WHERE user_nid = ANY(?)", numbers(users));
    }

    /// Returns members of rooms, also those who left, after one that was returned before, by user and room, at most `limit`.
    public List<Member> members(Tx tx, long user, long room, int limit) {
        return tx.list(
                """
                SELECT m.user_nid, m.room, u.user_id, m.membership, m.event, m.display_name
                  FROM member m JOIN user_name u ON u.user_nid = m.user_nid
                 WHERE m.user_nid >= ? AND (m.user_nid, m.room) > (?, ?)
                 ORDER BY m.user_nid, m.room LIMIT ?
                """,
                row ->
                        new Member(
                                row.number(1),
                                row.number(2),
                                row.text(3),
                                row.number(4),
                                row.number(5),
                                row.textOrNull(6)),
                user,
                user,
                room,
                limit);
    }

    private static long[] numbers(Collection<Long> users) {
        return users.stream().mapToLong(Long::longValue).toArray();
    }

    private static byte[] end(String prefix) {
        byte[] beginning = bytes(prefix);
        byte[] end = Arrays.copyOf(beginning, beginning.length + 1);
        end[beginning.length] = BEYOND;
        return end;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
