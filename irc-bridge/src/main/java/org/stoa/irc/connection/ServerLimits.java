package org.stoa.irc.connection;

import org.stoa.irc.text.Casing;
import org.stoa.irc.text.IrcMessage;
import org.stoa.irc.text.Nicks;

/// What a server said of itself in `005`.
///
/// @param nickLength the longest nick
/// @param casing which names are the same
public record ServerLimits(int nickLength, Casing casing) {

    /// Before it says anything; nicks are tried as long as they are.
    static final ServerLimits UNKNOWN = new ServerLimits(30, Casing.RFC1459);

    private static final int MAX_DIGITS = 4;

    /// Returns these limits with what the message adds.
    ServerLimits with(IrcMessage isupport) {
        int length = nickLength;
        Casing mapping = casing;
        for (String parameter : isupport.parameters()) {
            String value = parameter.substring(parameter.indexOf('=') + 1);
            if (parameter.startsWith("NICKLEN=") && value.matches("\\d{1," + MAX_DIGITS + "}")) {
                length = Math.max(Nicks.SHORTEST_LIMIT, Integer.parseInt(value));
            } else if (parameter.startsWith("CASEMAPPING=")) {
                mapping = Casing.of(value);
            }
        }
        return new ServerLimits(length, mapping);
    }
}
