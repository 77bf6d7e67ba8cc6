package org.stoa.directory;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoa.accounts.search.FoundUser;
import org.stoa.accounts.search.FoundUsers;
import org.stoa.accounts.search.SearchTerm;
import org.stoa.accounts.search.WordScan;
import org.stoa.protocol.id.UserId;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.storage.Database;
import org.stoa.storage.Tx;
import org.stoa.storage.accounts.RemoteUserRepository;
import org.stoa.storage.accounts.RemoteUserRepository.SeenName;
import org.stoa.storage.accounts.UserWordRepository.UserWord;

/// Finds users of other servers who are in a room with the reader, or in one that is open to all and that this server is in.
///
/// A name that a user has only in other rooms neither finds the user nor is shown: the index says who might be meant, and of
/// each the names in such rooms are looked at. Thread-safe.
/// Spec: client-server-api#post_matrixclientv3user_directorysearch (v1.19).
final class RemoteUserSearch {
    private static final String AVATAR_URL = "avatar_url";

    /// What is longer is no place of a picture.
    private static final int MAX_AVATAR_URL = 1_000;

    /// Members of a reader's rooms that are looked at where too many others have such a word.
    private static final int MAX_MATES = 20_000;

    private final Database database;
    private final EventStore events;
    private final RemoteUserRepository users = new RemoteUserRepository();

    RemoteUserSearch(Database database, EventStore events) {
        this.database = database;
        this.events = events;
    }

    /// The words of users of other servers.
    private record Index(RemoteUserRepository users) implements WordScan.Words {
        @Override
        public List<UserWord> withPrefix(Tx tx, String prefix, UserWord after, int limit) {
            return users.withPrefix(tx, prefix, after, limit);
        }

        @Override
        public List<Long> roomMates(Tx tx, long reader, String prefix, int limit) {
            return users.roomMates(tx, reader, prefix, MAX_MATES, limit);
        }
    }

    /// Returns the users that fit a term, at most `limit`.
    FoundUsers search(long reader, SearchTerm term, int limit) {
        return term.isEmpty()
                ? FoundUsers.NONE
                : database.read(tx -> search(tx, reader, term, limit));
    }

    private FoundUsers search(Tx tx, long reader, SearchTerm term, int limit) {
        Map<FoundUser, Long> members = new HashMap<>();
        WordScan scan =
                new WordScan(
                        new Index(users),
                        (snapshot, from, some) -> visible(snapshot, from, some, members));
        FoundUsers found = scan.find(tx, reader, term, limit);
        return new FoundUsers(withAvatars(tx, found.users(), members), found.limited());
    }

    private List<FoundUser> visible(
            Tx tx, long reader, List<Long> some, Map<FoundUser, Long> members) {
        return users.visible(tx, reader, some).stream()
                .map(
                        name -> {
                            FoundUser user = found(name);
                            members.putIfAbsent(user, name.event());
                            return user;
                        })
                .toList();
    }

    private static FoundUser found(SeenName name) {
        return new FoundUser(UserId.parse(name.userId()), name.displayName(), "", false);
    }

    private List<FoundUser> withAvatars(
            Tx tx, List<FoundUser> found, Map<FoundUser, Long> members) {
        List<Long> shown =
                found.stream().map(user -> requireNonNull(members.get(user))).distinct().toList();
        Map<Long, StoredEvent> read = events.getAll(tx, shown);
        return found.stream()
                .map(user -> user.withAvatar(avatar(read.get(requireNonNull(members.get(user))))))
                .toList();
    }

    private static String avatar(@Nullable StoredEvent member) {
        if (member == null) {
            return "";
        }
        return member.content()
                .string(AVATAR_URL)
                .filter(url -> url.startsWith("mxc://") && url.length() <= MAX_AVATAR_URL)
                .orElse("");
    }
}
