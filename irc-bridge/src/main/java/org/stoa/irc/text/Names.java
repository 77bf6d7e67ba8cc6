package org.stoa.irc.text;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.stoa.protocol.id.RoomAlias;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;

/// What IRC users and channels are called on Matrix: `@_irc_net_nick:server` and `#irc_net_channel:server`.
///
/// A nick is written in small letters, since nicks in capitals are the same, and characters that user ids have not as `=`
/// and two hexadecimal digits. A channel loses its first `#`; one that begins with another character keeps it.
///
/// Spec: appendices#mapping-from-other-character-sets (v1.19).
///
/// @param server the homeserver
public record Names(ServerName server) {

    /// How the localparts of IRC users begin.
    public static final String USERS = "_irc_";

    /// How the localparts of channels' aliases begin.
    public static final String ALIASES = "irc_";

    /// What channels begin with.
    private static final String CHANNEL_TYPES = "#&+!";

    /// What a name of a network consists of: nothing that separates it from what follows.
    public static final String NETWORK = "[a-z0-9]+";

    /// A nick or channel of a network.
    public record OnNetwork(String network, String name) {}

    /// Returns the user id of a nick.
    public UserId ghost(String network, String nick) {
        StringBuilder localpart = new StringBuilder(USERS + network + "_");
        for (byte b : Casing.ASCII.lower(nick).getBytes(StandardCharsets.UTF_8)) {
            char c = (char) b;
            if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "._-".indexOf(c) >= 0) {
                localpart.append(c);
            } else {
                localpart.append('=').append(HexFormat.of().toHexDigits(b));
            }
        }
        return UserId.of(localpart.toString(), server);
    }

    /// Returns whose user id it is, the nick in small letters; empty when it is of no IRC user here.
    public Optional<OnNetwork> nick(UserId user) {
        return user.server().equals(server)
                ? split(user.localpart(), USERS)
                        .flatMap(
                                found ->
                                        unescape(found.name())
                                                .map(nick -> new OnNetwork(found.network(), nick)))
                : Optional.empty();
    }

    /// Returns the alias of a channel, whose name is in small letters.
    public RoomAlias alias(String network, String channel) {
        String name = channel.startsWith("#") ? channel.substring(1) : channel;
        return RoomAlias.of(ALIASES + network + "_" + name, server);
    }

    /// Returns the channel whose alias it is; empty when it is of none.
    public Optional<OnNetwork> channel(RoomAlias alias) {
        if (!alias.server().equals(server)) {
            return Optional.empty();
        }
        return split(alias.localpart(), ALIASES)
                .map(
                        found ->
                                "&+!".indexOf(found.name().charAt(0)) >= 0
                                        ? found
                                        : new OnNetwork(found.network(), "#" + found.name()))
                .filter(found -> isChannel(found.name()));
    }

    /// Whether the text is the name of a channel.
    public static boolean isChannel(String text) {
        return text.length() > 1
                && CHANNEL_TYPES.indexOf(text.charAt(0)) >= 0
                && text.chars().noneMatch(c -> c <= ' ' || c == ',' || c == ':');
    }

    private static Optional<OnNetwork> split(String localpart, String prefix) {
        if (!localpart.startsWith(prefix)) {
            return Optional.empty();
        }
        String rest = localpart.substring(prefix.length());
        int end = rest.indexOf('_');
        if (end <= 0 || end == rest.length() - 1 || !rest.substring(0, end).matches(NETWORK)) {
            return Optional.empty();
        }
        return Optional.of(new OnNetwork(rest.substring(0, end), rest.substring(end + 1)));
    }

    private static Optional<String> unescape(String text) {
        byte[] bytes = new byte[text.length()];
        int size = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '=') {
                if (i + 2 >= text.length()
                        || !text.substring(i + 1, i + 3).matches("[0-9a-f]{2}")) {
                    return Optional.empty();
                }
                bytes[size++] = (byte) HexFormat.fromHexDigits(text, i + 1, i + 3);
                i += 2;
            } else {
                bytes[size++] = (byte) c;
            }
        }
        return Optional.of(new String(bytes, 0, size, StandardCharsets.UTF_8));
    }
}
