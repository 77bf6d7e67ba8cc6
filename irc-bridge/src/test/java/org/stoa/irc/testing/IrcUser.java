package org.stoa.irc.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.stoa.bridge.testing.Awaiting;
import org.stoa.irc.text.IrcMessage;

/// Somebody at an IRC client, who sees all lines.
public final class IrcUser implements AutoCloseable {

    private final Socket socket;
    private final OutputStream output;
    private final List<IrcMessage> heard = new CopyOnWriteArrayList<>();

    /// Connects, and waits for the welcome.
    public IrcUser(int port, String nick) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        output = socket.getOutputStream();
        Thread.startVirtualThread(this::read);
        send("NICK " + nick);
        send("USER user 0 * :" + nick);
        await("001");
    }

    /// Sends a line.
    public void send(String line) {
        try {
            synchronized (output) {
                output.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
                output.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Joins a channel, and waits until it is there.
    public IrcUser join(String channel) {
        send("JOIN " + channel);
        await("366");
        return this;
    }

    /// Waits for a line with that command.
    public void await(String command) {
        Awaiting.until(
                command, () -> heard.stream().anyMatch(line -> line.command().equals(command)));
    }

    /// Waits until that was heard, as [#said(String)] has it.
    public void awaitSaid(String target, String said) {
        Awaiting.until(said + " in " + said(target), () -> said(target).contains(said));
    }

    /// Returns what was said to the channel or nick, as `nick COMMAND text`.
    public List<String> said(String target) {
        return heard.stream()
                .filter(
                        line ->
                                (line.command().equals("PRIVMSG")
                                                || line.command().equals("NOTICE"))
                                        && line.parameter(0).equals(target)
                                        && line.isFromUser())
                .map(line -> line.nick() + " " + line.command() + " " + line.last())
                .toList();
    }

    /// Returns the lines of that command, as `nick parameters`.
    public List<String> lines(String command) {
        return heard.stream()
                .filter(line -> line.command().equals(command))
                .map(line -> line.nick() + " " + String.join(" ", line.parameters()))
                .toList();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                IrcMessage message = IrcMessage.parse(line);
                heard.add(message);
                if (message.command().equals("PING")) {
                    send("PONG :" + message.last());
                }
            }
        } catch (IOException closed) {
            heard.add(new IrcMessage("", "CLOSED", List.of()));
        }
    }
}
