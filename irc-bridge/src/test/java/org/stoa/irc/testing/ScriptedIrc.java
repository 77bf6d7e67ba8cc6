package org.stoa.irc.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiPredicate;
import org.stoa.irc.text.IrcMessage;

/// An IRC server that does what IRC servers do, unless a test takes a line and does something else. Each client is alone on it.
public final class ScriptedIrc implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private volatile BiPredicate<Client, IrcMessage> script;

    /// A connection.
    public static final class Client {
        private final Socket socket;
        private volatile String nick = "";

        Client(Socket socket) {
            this.socket = socket;
        }

        /// Returns its nick.
        public String nick() {
            return nick;
        }

        /// Sends it a line.
        public void send(String line) {
            try {
                socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /// Ends the connection.
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// Starts it.
    ///
    /// @param script is given each line first; true when it dealt with it
    public ScriptedIrc(BiPredicate<Client, IrcMessage> script) throws IOException {
        this.script = script;
        Thread.startVirtualThread(this::accept);
    }

    /// Returns the port.
    public int port() {
        return server.getLocalPort();
    }

    /// Does this from now on.
    public void script(BiPredicate<Client, IrcMessage> next) {
        script = next;
    }

    /// Returns all lines of all clients, in order, without pings.
    public List<String> heard() {
        return heard.stream().filter(line -> !line.startsWith("PING")).toList();
    }

    /// Returns the lines of that command.
    public List<String> heard(String command) {
        return heard.stream().filter(line -> line.startsWith(command + " ")).toList();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                Thread.startVirtualThread(() -> serve(new Client(socket)));
            }
        } catch (IOException closed) {
            heard.add("CLOSED");
        }
    }

    private void serve(Client client) {
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(
                                client.socket.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                IrcMessage message = IrcMessage.parse(line);
                heard.add(line);
                if (message.command().equals("NICK")) {
                    client.nick = message.last();
                }
                if (!script.test(client, message)) {
                    answer(client, message).ifPresent(client::send);
                }
            }
        } catch (IOException | UncheckedIOException gone) {
            heard.add("GONE");
        }
    }

    private static Optional<String> answer(Client client, IrcMessage message) {
        String nick = client.nick();
        return switch (message.command()) {
            case "USER" -> Optional.of(welcome(nick));
            case "PING" -> Optional.of(":s PONG s :" + message.last());
            case "JOIN" ->
                    Optional.of(
                            ":%s!u@h JOIN %s\r\n:s 353 %s = %s :%s\r\n:s 366 %s %s :End"
                                    .formatted(
                                            nick,
                                            message.last(),
                                            nick,
                                            message.last(),
                                            nick,
                                            nick,
                                            message.last()));
            default -> Optional.empty();
        };
    }

    /// Returns the lines that end a registration.
    public static String welcome(String nick) {
        return ":s 001 %s :Welcome\r\n:s 005 %s NICKLEN=12 CASEMAPPING=ascii :are supported\r\n:s 376 %s :End"
                .formatted(nick, nick, nick);
    }
}
