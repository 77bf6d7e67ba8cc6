package org.stoa.storage.accounts;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;

/// The table `user_word`: the words that local users are found by.
public final class UserWordRepository {

    /// The highest character there is, so that a word with it behind a prefix is beyond all that begin so.
    private static final String BEYOND = Character.toString(Character.MAX_CODE_POINT);

    /// A word of a user.
    public record UserWord(String word, long user) {}

    /// A user as a search shows it; name and picture are the JSON texts of the profile.
    public record Found(long user, String localpart, String displayName, String avatarUrl) {}

    /// Gives a user other words.
    public void replace(WriteTx tx, long user, Set<String> words) {
        deleteAll(tx, user);
        // A user has few words: those of a name and a user id.
        for (String word : words) {
            tx.update("INSERT INTO user_word (word, user_nid) VALUES (?, ?)", word, user);
        }
    }

    /// Removes all words of a user.
    public void deleteAll(WriteTx tx, long user) {
        tx.update("DELETE FROM user_word WHERE user_nid = ?", user);
    }

    /// Returns words with a prefix after one that was returned before, in order, at most `limit`.
    public List<UserWord> withPrefix(Tx tx, String prefix, UserWord after, int limit) {
        return tx.list(
                """
                SELECT word, user_nid FROM user_word
                 WHERE word >= ? AND word < ? AND (word, user_nid) > (?, ?)
                 ORDER BY word, user_nid LIMIT ?
                """,
                row -> new UserWord(row.text(1), row.number(2)),
                prefix,
                prefix + BEYOND,
                after.word(),
                after.user(),
                limit);
    }

    /// Returns those of some users who are in a room with a user, or in one that is open to all.
    public Set<Long> visible(Tx tx, long reader, Collection<Long> users) {
        // With EXISTS for the open rooms, PostgreSQL would begin by reading all of them.
        return Set.copyOf(
                tx.list(
                        """
                        SELECT DISTINCT m.user_nid FROM member m
                         WHERE m.user_nid = ANY(?) AND m.membership = 2
                           AND ((SELECT o.room FROM open_room o WHERE o.room = m.room) IS NOT NULL
                                OR EXISTS (SELECT 1 FROM member r
                                            WHERE r.user_nid = ? AND r.room = m.room AND r.membership = 2))
                        """,
                        row -> row.number(1),
                        users.stream().mapToLong(Long::longValue).toArray(),
                        reader));
    }

    /// Returns what a search shows of those of some users who are not locked; empty texts for what a profile lacks.
    public List<Found> find(Tx tx, Collection<Long> users) {
        return tx.list(
                """
                SELECT a.user_nid, a.localpart, COALESCE(n.value, ''), COALESCE(p.value, '')
                  FROM account a
                  LEFT JOIN profile n ON n.user_nid = a.user_nid AND n.field = 'displayname'
                  LEFT JOIN profile p ON p.user_nid = a.user_nid AND p.field = 'avatar_url'
                 WHERE a.user_nid = ANY(?) AND a.deactivated_ts IS NULL AND a.locked = 0
                """,
                row -> new Found(row.number(1), row.text(2), row.text(3), row.text(4)),
                users.stream().mapToLong(Long::longValue).toArray());
    }
}
