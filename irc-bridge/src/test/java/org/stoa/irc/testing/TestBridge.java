package org.stoa.irc.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.stoa.bridge.AppService;
import org.stoa.bridge.Settings;
import org.stoa.bridge.client.Pauses;
import org.stoa.bridge.registration.Namespace;
import org.stoa.bridge.registration.Registration;
import org.stoa.bridge.testing.FakeHomeserver;
import org.stoa.bridge.testing.FakeRooms;
import org.stoa.irc.bridge.Bridge;
import org.stoa.irc.config.NetworkSettings;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonObject;

/// A bridge between a homeserver in memory and an IRC server, a network named `net`, that can be restarted.
public final class TestBridge implements AutoCloseable {

    /// Waits are short, so that tests are; none is left out, since things happen meanwhile.
    private static final Pauses SHORT = time -> Thread.sleep(Math.min(time.toMillis(), 20));

    private final Registration registration =
            Registration.ofBot("irc", "http://localhost")
                    .withNamespaces(
                            List.of(Namespace.exclusiveBetween("@_irc_", ":test")),
                            List.of(Namespace.exclusiveBetween("#irc_", ":test")));
    private final FakeHomeserver homeserver = new FakeHomeserver(registration);
    private final Path journal;
    private final NetworkSettings network;

    @SuppressWarnings("NullAway.Init")
    private Bridge bridge;

    /// Starts it beside the IRC server at that port.
    public TestBridge(Path folder, int port, String... channels) throws IOException {
        journal = folder.resolve("bridge.journal");
        network = network(port, channels);
        start();
    }

    /// Returns the settings of a network at that port of this machine.
    public static NetworkSettings network(int port, String... channels) {
        return new NetworkSettings(
                "net",
                "127.0.0.1",
                port,
                false,
                null,
                "bridge",
                "{localpart}[m]",
                4,
                Duration.ofMillis(2),
                20,
                10,
                List.of(channels));
    }

    /// Returns the homeserver.
    public FakeHomeserver homeserver() {
        return homeserver;
    }

    /// Returns its rooms.
    public FakeRooms rooms() {
        return homeserver.rooms();
    }

    /// A user of Matrix says something.
    public void say(String user, String room, String text) {
        say(user, room, JsonObject.of("msgtype", "m.text", "body", text));
    }

    /// A user of Matrix sends a message.
    public void say(String user, String room, JsonObject content) {
        rooms().send(user, room, "m.room.message", content.toString(), content);
    }

    /// Stops the bridge; the homeserver keeps what it would push.
    public void stop() {
        homeserver.serve(0);
        bridge.close();
    }

    /// Starts the bridge anew.
    public void start() throws IOException {
        AppService service =
                AppService.open(
                        registration,
                        new Settings(
                                homeserver.uri(),
                                ServerName.parse("test"),
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                journal));
        bridge = new Bridge(service, ServerName.parse("test"), List.of(network), SHORT);
        bridge.start();
        homeserver.serve(service.port());
    }

    @Override
    public void close() {
        bridge.close();
        homeserver.close();
    }
}
