package org.stoa.irc.connection;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.stoa.irc.text.Casing;
import org.stoa.irc.text.IrcMessage;

/// The channels that a session is in, and those that it was refused. Guarded by the session's lock.
final class OwnChannels {

    private final Set<String> joined = new HashSet<>();
    private final Map<String, String> refused = new HashMap<>();

    boolean isIn(String channel, Casing casing) {
        return joined.contains(casing.lower(channel));
    }

    /// Whether it was answered that the session is in the channel, or may not be.
    boolean isDecided(String channel, Casing casing) {
        return isIn(channel, casing) || refused.containsKey(casing.lower(channel));
    }

    /// Forgets that the channel was refused, and returns why it was.
    Optional<String> takeRefusal(String channel, Casing casing) {
        return Optional.ofNullable(refused.remove(casing.lower(channel)));
    }

    /// Whether it was in the channel, which it is not any more.
    boolean leave(String channel, Casing casing) {
        return joined.remove(casing.lower(channel));
    }

    void refuse(IrcMessage message, Casing casing) {
        refused.put(casing.lower(message.parameter(1)), message.last());
    }

    /// Takes a JOIN, PART or KICK of the session itself.
    void update(IrcMessage message, Casing casing) {
        String channel = casing.lower(message.parameter(0));
        if (message.command().equals("JOIN")) {
            joined.add(channel);
        } else {
            joined.remove(channel);
        }
    }

    void clear() {
        joined.clear();
        refused.clear();
    }
}
