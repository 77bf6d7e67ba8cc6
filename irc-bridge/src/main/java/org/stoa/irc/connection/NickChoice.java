package org.stoa.irc.connection;

import org.stoa.irc.text.IrcMessage;
import org.stoa.irc.text.Nicks;

/// The nicks that are tried one after the other until the server takes one. Guarded by the session's lock.
final class NickChoice {

    private final String wanted;
    private String nick;
    private int attempts;

    NickChoice(String wanted) {
        this.wanted = wanted;
        this.nick = wanted;
    }

    String nick() {
        return nick;
    }

    void set(String given) {
        nick = given;
    }

    /// Begins anew with the one that is wanted, and returns it.
    String first() {
        attempts = 0;
        nick = wanted;
        return nick;
    }

    /// The server refused the nick: it is too long, or has a character that the server does not like, or is taken. Returns the
    /// limits that this shows.
    ServerLimits next(IrcMessage refusal, ServerLimits limits) {
        boolean illegal = refusal.command().equals("432");
        if (illegal && nick.length() > Nicks.SHORTEST_LIMIT) {
            nick = Nicks.shortened(nick, Nicks.SHORTEST_LIMIT);
            return new ServerLimits(Nicks.SHORTEST_LIMIT, limits.casing());
        }
        String base = illegal ? "matrix" : wanted;
        nick = Nicks.another(base, ++attempts, limits.nickLength());
        return limits;
    }
}
