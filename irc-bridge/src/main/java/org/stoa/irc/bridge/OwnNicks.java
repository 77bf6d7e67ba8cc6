package org.stoa.irc.bridge;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
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
    private final Map<String, UserId> lingering = new HashMap<>();

    OwnNicks(Journal journal, String network) {
        this.journal = journal;
        this.prefix = "nick/" + network + "/";
        journal.under(prefix)
                .forEach(
                        (key, nick) -> {
                            if (nick instanceof JsonString(String text)) {
                                UserId user = UserId.parse(key.substring(prefix.length()));
                                lingering.put(text, user);
                            }
                        });
    }

    /// The user has this nick, in small letters, from now on.
    void set(UserId user, String nick) {
        synchronized (this) {
            lost(user);
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
                                lingering.put(entry.getKey(), user);
                            }
                            return own;
                        });
    }

    /// The network said that nobody has this nick any more.
    synchronized void gone(String nick) {
        lingering.remove(nick);
    }

    /// Returns who is, or was until lately, behind the nick; empty when it is nobody of Matrix.
    synchronized Optional<UserId> user(String nick) {
        UserId user = current.get(nick);
        return Optional.ofNullable(user == null ? lingering.get(nick) : user);
    }

    /// Whether it is, or was until lately, the nick of somebody of Matrix.
    synchronized boolean isOwn(String nick) {
        return current.containsKey(nick) || lingering.containsKey(nick);
    }
}
