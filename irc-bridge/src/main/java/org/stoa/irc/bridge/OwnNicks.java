package org.stoa.irc.bridge;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.stoa.bridge.store.Changes;
import org.stoa.bridge.store.Journal;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonString;

/// The nicks behind which a Matrix user is, whom the bridge must not take for an IRC user. A connection that ended may still be
/// seen for a while, also over a restart, so a nick counts until the network says that it is gone. Safe for use by several
/// threads.
final class OwnNicks {

    private final Journal journal;
    private final String prefix;
    private final Map<String, UserId> current = new HashMap<>();
    private final Set<String> lingering = new HashSet<>();

    OwnNicks(Journal journal, String network) {
        this.journal = journal;
        this.prefix = "nick/" + network + "/";
        journal.under(prefix)
                .forEach(
                        (_, nick) -> {
                            if (nick instanceof JsonString(String text)) {
                                lingering.add(text);
                            }
                        });
    }

    /// The user has this nick, in small letters, from now on.
    void set(UserId user, String nick) {
        synchronized (this) {
            current.entrySet()
                    .removeIf(
                            entry -> {
                                boolean own = entry.getValue().equals(user);
                                if (own) {
                                    lingering.add(entry.getKey());
                                }
                                return own;
                            });
            current.put(nick, user);
        }
        String key = prefix + user;
        if (!journal.get(key).equals(Optional.of(new JsonString(nick)))) {
            journal.commit(new Changes().put(key, new JsonString(nick)));
        }
    }

    /// The user is not connected any more.
    synchronized void lost(UserId user) {
        current.entrySet()
                .removeIf(
                        entry -> {
                            boolean own = entry.getValue().equals(user);
                            if (own) {
                                lingering.add(entry.getKey());
                            }
                            return own;
                        });
    }

    /// The network said that nobody has this nick any more.
    synchronized void gone(String nick) {
        lingering.remove(nick);
    }

    /// Returns who is behind the nick now; empty when it is nobody of Matrix.
    synchronized Optional<UserId> user(String nick) {
        return Optional.ofNullable(current.get(nick));
    }

    /// Whether it is, or was until lately, the nick of somebody of Matrix.
    synchronized boolean isOwn(String nick) {
        return current.containsKey(nick) || lingering.contains(nick);
    }
}
