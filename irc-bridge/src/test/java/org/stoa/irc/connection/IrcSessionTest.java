package org.stoa.irc.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.stoa.bridge.testing.Awaiting;
import org.stoa.irc.testing.ScriptedIrc;
import org.stoa.irc.testing.TestBridge;
import org.stoa.irc.text.IrcMessage;

final class IrcSessionTest {
    /// Says nothing to anybody.
    private static final SessionListener NOBODY =
            new SessionListener() {
                @Override
                public void ready(IrcSession session) {}

                @Override
                public void renamed(IrcSession session, String nick) {}

                @Override
                public void heard(IrcSession session, IrcMessage message) {}

                @Override
                public void lost(IrcSession session, String reason) {}
            };

    /// The answer on the next connection says nothing about a line that went down with the last one.
    @Test
    void confirmation_afterTheConnectionOfALineWasLost_isNotThatOfTheNextOne() throws Exception {
        try (ScriptedIrc server = new ScriptedIrc(IrcSessionTest::closingAtMessages);
                IrcSession session =
                        new IrcSession(
                                TestBridge.network(server.port()),
                                new Identity("anna", "anna", "Anna"),
                                NOBODY,
                                _ -> Thread.onSpinWait())) {
            session.start();
            assertThat(session.awaitReady()).isTrue();
            long on = session.connection();

            session.send("PRIVMSG #tea :lost", on);
            Awaiting.until("another connection", () -> session.connection() > on);

            assertThatThrownBy(() -> session.confirm(on)).isInstanceOf(Lost.class);
            assertThatThrownBy(() -> session.send("PRIVMSG #tea :next", on))
                    .isInstanceOf(Lost.class);
            session.confirm(session.connection());
            assertThat(server.heard("PRIVMSG")).containsExactly("PRIVMSG #tea :lost");
        }
    }

    private static boolean closingAtMessages(ScriptedIrc.Client client, IrcMessage message) {
        boolean isMessage = message.command().equals("PRIVMSG");
        if (isMessage) {
            client.close();
        }
        return isMessage;
    }
}
