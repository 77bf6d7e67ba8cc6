package org.stoa.irc.bridge;

import org.stoa.irc.connection.IrcSession;
import org.stoa.irc.connection.Lost;
import org.stoa.irc.text.IrcMessage;

/// What programs ask each other on IRC (CTCP): for the version, and for an echo to see how long it takes.
final class Questions {

    private static final String MARK = "\u0001";

    private Questions() {}

    /// Answers, if the message is such a question.
    static void answer(IrcSession session, IrcMessage message) {
        String text = message.last();
        if (!message.command().equals("PRIVMSG") || !text.startsWith(MARK)) {
            return;
        }
        String question = text.replace(MARK, "");
        String answer = "";
        if (question.equals("VERSION")) {
            answer = "VERSION Stoa IRC bridge";
        } else if (question.startsWith("PING ")) {
            answer = question;
        }
        if (!answer.isEmpty()) {
            String line = IrcMessage.line("NOTICE", message.nick(), MARK + answer + MARK);
            // Not by the reader, which must not wait for its turn to send.
            Thread.startVirtualThread(() -> send(session, line));
        }
    }

    private static void send(IrcSession session, String line) {
        try {
            session.send(line, session.connection());
        } catch (Lost nobodyWaits) {
            // Who asked asks again.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
