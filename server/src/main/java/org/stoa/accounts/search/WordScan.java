package org.stoa.accounts.search;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.stoa.protocol.id.UserId;
import org.stoa.storage.Tx;
import org.stoa.storage.accounts.UserWordRepository.UserWord;

/// Looks the longest word of a term up in an index of words, page by page; of each page those are found whom the reader may
/// find and whom the other words fit. Where so many words begin so that not all are looked at, those of the reader's room-mates
/// are. Thread-safe.
public final class WordScan {
    private static final int PAGE = 500;

    /// Words of the index that one search looks at. A beginning that fits more words than that is too short to search by.
    private static final int MAX_SEEN = 10_000;

    /// Names that one search puts in order.
    private static final int MAX_FOUND = 500;

    private static final UserWord BEFORE_ALL = new UserWord("", Long.MIN_VALUE);

    private final Words words;
    private final Candidates candidates;

    /// Searches an index.
    public WordScan(Words words, Candidates candidates) {
        this.words = words;
        this.candidates = candidates;
    }

    /// An index of words.
    @FunctionalInterface
    public interface Words {
        /// Returns words with a prefix after one that was returned before, in order.
        List<UserWord> withPrefix(Tx tx, String prefix, UserWord after, int limit);

        /// Returns users with a word with a prefix who share a room with a reader, where the index knows a way to them.
        default List<Long> roomMates(Tx tx, long reader, String prefix, int limit) {
            return List.of();
        }
    }

    /// Knows who may be found.
    @FunctionalInterface
    public interface Candidates {
        /// Returns those of some users whom a reader may find; who has several names comes once for each, best first.
        List<FoundUser> visible(Tx tx, long reader, List<Long> users);
    }

    /// Returns the users that fit a term, which must not be empty, and whom a reader may find; at most `limit`.
    public FoundUsers find(Tx tx, long reader, SearchTerm term, int limit) {
        String longest = term.longest();
        Map<UserId, FoundUser> found = new HashMap<>();
        Set<Long> looked = new HashSet<>();
        UserWord last = BEFORE_ALL;
        int seen = 0;
        boolean more = true;
        while (more && seen < MAX_SEEN && found.size() < MAX_FOUND) {
            List<UserWord> page = words.withPrefix(tx, longest, last, PAGE);
            seen += page.size();
            more = page.size() == PAGE;
            last = page.isEmpty() ? last : page.getLast();
            List<Long> users = page.stream().map(UserWord::user).toList();
            add(tx, reader, term, fresh(users, looked), found);
        }
        if (more) {
            List<Long> mates = words.roomMates(tx, reader, longest, MAX_FOUND);
            add(tx, reader, term, fresh(mates, looked), found);
        }
        return FoundUsers.best(found.values(), term, limit, more);
    }

    private static List<Long> fresh(List<Long> users, Set<Long> looked) {
        return users.stream().filter(looked::add).toList();
    }

    private void add(
            Tx tx, long reader, SearchTerm term, List<Long> users, Map<UserId, FoundUser> found) {
        if (!users.isEmpty()) {
            candidates.visible(tx, reader, users).stream()
                    .filter(term::fits)
                    .forEach(user -> found.putIfAbsent(user.userId(), user));
        }
    }
}
