package org.stoa.irc.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One IRC network.
///
/// @param name what it is called in user ids and aliases
/// @param host the server to connect to
/// @param tls whether the connection is encrypted and the server's certificate checked
/// @param password what the server asks for; null for nothing
/// @param botNick the nick of the bridge itself, which listens in the channels
/// @param nick what Matrix users are called, with `{localpart}`
/// @param burst how many lines a connection may send at once
/// @param interval the time between further lines
/// @param maxLines the most lines that one message becomes
/// @param maxConnections the most Matrix users that are connected
/// @param channels the channels that have rooms from the start
public record NetworkSettings(
        String name,
        String host,
        int port,
        boolean tls,
        @Nullable String password,
        String botNick,
        String nick,
        int burst,
        Duration interval,
        int maxLines,
        int maxConnections,
        List<String> channels) {

    public NetworkSettings {
        channels = List.copyOf(channels);
    }
}
