package org.stoa.accounts.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.storage.Database;
import org.stoa.storage.Tx;
import org.stoa.storage.accounts.UserWordRepository;
import org.stoa.storage.accounts.UserWordRepository.Found;
import org.stoa.storage.accounts.UserWordRepository.UserWord;

/// Finds local users by the beginnings of words of their names and user ids, whatever the case.
///
/// All words that are asked for must fit. The longest is looked up in the index, page by page; of each page those stay
/// whom the reader may find and whose other words fit. Thread-safe.
/// Spec: client-server-api#post_matrixclientv3user_directorysearch (v1.19).
public final class UserSearch {

    private static final int PAGE = 500;

    /// Words of the index that one search looks at. A beginning that fits more words than that is too short to search by.
    private static final int MAX_SEEN = 10_000;

    /// Names that one search puts in order.
    private static final int MAX_FOUND = 500;

    private static final UserWord BEFORE_ALL = new UserWord("", Long.MIN_VALUE);

    private final Database database;
    private final ServerName serverName;
    private final boolean everybody;
    private final UserWordRepository words = new UserWordRepository();

    /// Searches the users of this database.
    ///
    /// @param everybody whether users find those too with whom they share no room
    public UserSearch(Database database, ServerName serverName, boolean everybody) {
        this.database = database;
        this.serverName = serverName;
        this.everybody = everybody;
    }

    /// A user that was found; empty texts for what the profile lacks.
    public record FoundUser(UserId userId, String displayName, String avatarUrl) {}

    /// What was found, best first.
    ///
    /// @param limited whether there is more
    public record Results(List<FoundUser> users, boolean limited) {

        public Results {
            users = List.copyOf(users);
        }
    }

    /// Returns the users that fit a term and whom the reader may find, at most `limit`.
    public Results search(long reader, String term, int limit) {
        Set<String> wanted = NameWords.wanted(term);
        if (wanted.isEmpty()) {
            return new Results(List.of(), false);
        }
        return database.read(tx -> search(tx, reader, term, wanted, limit));
    }

    private Results search(Tx tx, long reader, String term, Set<String> wanted, int limit) {
        String longest = longest(wanted);
        Map<Long, FoundUser> found = new HashMap<>();
        Set<Long> looked = new LinkedHashSet<>();
        UserWord last = BEFORE_ALL;
        int seen = 0;
        boolean more = true;
        while (more && seen < MAX_SEEN && found.size() < MAX_FOUND) {
            List<UserWord> page = words.withPrefix(tx, longest, last, PAGE);
            seen += page.size();
            more = page.size() == PAGE;
            if (!page.isEmpty()) {
                last = page.getLast();
                add(tx, reader, wanted, fresh(page, looked), found);
            }
        }
        List<FoundUser> best = new ArrayList<>(found.values());
        best.sort(order(NameWords.folded(term).strip()));
        boolean limited = more || best.size() > limit;
        return new Results(best.subList(0, Math.min(limit, best.size())), limited);
    }

    private static List<Long> fresh(List<UserWord> page, Set<Long> looked) {
        return page.stream().map(UserWord::user).filter(looked::add).toList();
    }

    private void add(
            Tx tx,
            long reader,
            Set<String> wanted,
            List<Long> candidates,
            Map<Long, FoundUser> found) {
        Collection<Long> visible = everybody ? candidates : words.visible(tx, reader, candidates);
        for (Found row : words.find(tx, visible)) {
            FoundUser user =
                    new FoundUser(
                            UserId.of(row.localpart(), serverName),
                            UserIndex.text(row.displayName()),
                            UserIndex.text(row.avatarUrl()));
            if (fits(user, wanted)) {
                found.put(row.user(), user);
            }
        }
    }

    private static boolean fits(FoundUser user, Set<String> wanted) {
        Set<String> own =
                NameWords.of(
                        user.userId().localpart(), user.userId().toString(), user.displayName());
        return wanted.stream()
                .allMatch(beginning -> own.stream().anyMatch(word -> word.startsWith(beginning)));
    }

    private static String longest(Set<String> wanted) {
        return wanted.stream().max(Comparator.comparingInt(String::length)).orElseThrow();
    }

    /// Whole names first, then beginnings of names; of equals those with a display name, then by user id.
    private static Comparator<FoundUser> order(String term) {
        return Comparator.<FoundUser>comparingInt(user -> rank(user, term))
                .thenComparing(user -> user.displayName().isEmpty())
                .thenComparing(user -> user.userId().toString());
    }

    private static int rank(FoundUser user, String term) {
        List<String> names =
                List.of(
                        NameWords.folded(user.displayName()),
                        user.userId().localpart(),
                        user.userId().toString());
        if (names.contains(term)) {
            return 0;
        }
        return names.stream().anyMatch(name -> name.startsWith(term)) ? 1 : 2;
    }
}
