package org.stoa.accounts.search;

import java.util.Collection;
import java.util.List;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.storage.Database;
import org.stoa.storage.Tx;
import org.stoa.storage.accounts.UserWordRepository;
import org.stoa.storage.accounts.UserWordRepository.Found;

/// Finds local users by the beginnings of words of their names and user ids, whatever the case. Who is locked is not found.
/// Thread-safe.
///
/// Spec: client-server-api#post_matrixclientv3user_directorysearch (v1.19).
public final class UserSearch {
    private final Database database;
    private final ServerName serverName;
    private final boolean everybody;
    private final UserWordRepository words = new UserWordRepository();
    private final WordScan scan = new WordScan(words::withPrefix, this::visible);

    /// Searches the users of this database.
    ///
    /// @param everybody whether users find those too with whom they share no room
    public UserSearch(Database database, ServerName serverName, boolean everybody) {
        this.database = database;
        this.serverName = serverName;
        this.everybody = everybody;
    }

    /// Returns the users that fit a term and whom the reader may find, at most `limit`.
    public FoundUsers search(long reader, SearchTerm term, int limit) {
        return term.isEmpty()
                ? FoundUsers.NONE
                : database.read(tx -> scan.find(tx, reader, term, limit));
    }

    private List<FoundUser> visible(Tx tx, long reader, List<Long> users) {
        Collection<Long> visible = everybody ? users : words.visible(tx, reader, users);
        return words.find(tx, visible).stream().map(this::found).toList();
    }

    private FoundUser found(Found row) {
        return new FoundUser(
                UserId.of(row.localpart(), serverName),
                UserIndex.text(row.displayName()),
                UserIndex.text(row.avatarUrl()),
                true);
    }
}
