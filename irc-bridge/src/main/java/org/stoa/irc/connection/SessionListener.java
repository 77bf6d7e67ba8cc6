package org.stoa.irc.connection;

import org.stoa.irc.text.IrcMessage;

/// What hears a session. It is called by the session's reader, in the order of the lines.
public interface SessionListener {

    /// The server has welcomed the session, for the first time or anew.
    void ready(IrcSession session);

    /// The session has another nick.
    void renamed(IrcSession session, String nick);

    /// A line that the session does not deal with alone.
    void heard(IrcSession session, IrcMessage message);

    /// The connection is lost; it comes back by itself.
    void lost(IrcSession session, String reason);
}
