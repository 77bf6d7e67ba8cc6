package org.stoa.directory;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.stoa.accounts.search.NameWords;
import org.stoa.protocol.id.UserId;
import org.stoa.storage.Database;
import org.stoa.storage.WriteTx;
import org.stoa.storage.accounts.RemoteUserRepository;
import org.stoa.storage.accounts.RemoteUserRepository.SeenName;
import org.stoa.storage.accounts.UserWordRepository.UserWord;
import org.stoa.storage.rows.DeleteRemoteWord;
import org.stoa.storage.rows.RemoteWordRow;

/// Writes the words of users of other servers whose rooms, or names in them, changed: a few users at a time, so that a room of
/// very many is entered without it and the writes of others come between. Thread-safe.
final class RemoteUserWords {
    /// Users in one write: about 1,000 rows.
    private static final int USERS_A_STEP = 200;

    /// Names of one user. Who is named otherwise in each of many rooms is found by the newest.
    private static final int MAX_NAMES = 8;

    /// Words of one user. The user id and its parts come first.
    private static final int MAX_WORDS = 40;

    private final Database database;
    private final RemoteUserRepository users = new RemoteUserRepository();

    RemoteUserWords(Database database) {
        this.database = database;
    }

    /// Writes the words of the next users, and returns whether there may be more.
    boolean step() {
        boolean isNothingToDo = database.read(tx -> users.unindexed(tx, 1)).isEmpty();
        return !isNothingToDo && database.write(this::write);
    }

    private boolean write(WriteTx tx) {
        List<Long> some = users.unindexed(tx, USERS_A_STEP);
        Map<Long, Set<String>> before = new HashMap<>();
        for (UserWord word : users.words(tx, some)) {
            before.computeIfAbsent(word.user(), first -> new HashSet<>()).add(word.word());
        }
        Map<Long, List<SeenName>> names =
                users.names(tx, some).stream().collect(Collectors.groupingBy(SeenName::user));
        for (long user : some) {
            Set<String> now = words(names.getOrDefault(user, List.of()));
            replace(tx, user, before.getOrDefault(user, Set.of()), now);
        }
        users.indexed(tx, some);
        return some.size() == USERS_A_STEP;
    }

    private static void replace(WriteTx tx, long user, Set<String> before, Set<String> now) {
        before.stream()
                .filter(word -> !now.contains(word))
                .forEach(word -> tx.add(new DeleteRemoteWord(word, user)));
        now.stream()
                .filter(word -> !before.contains(word))
                .forEach(word -> tx.add(new RemoteWordRow(word, user)));
    }

    /// No words for who is in no room any more.
    private static Set<String> words(List<SeenName> names) {
        Set<String> words = new LinkedHashSet<>();
        for (SeenName name : names.subList(0, Math.min(MAX_NAMES, names.size()))) {
            UserId userId = UserId.parse(name.userId());
            words.addAll(NameWords.of(userId.localpart(), name.userId(), name.displayName()));
        }
        return words.stream().limit(MAX_WORDS).collect(Collectors.toSet());
    }
}
