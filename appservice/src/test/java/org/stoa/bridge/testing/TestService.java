package org.stoa.bridge.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.stoa.bridge.AppService;
import org.stoa.bridge.Settings;
import org.stoa.bridge.registration.Namespace;
import org.stoa.bridge.registration.Registration;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;

/// An application service beside a [FakeHomeserver], which waits no time before it tries again and can be restarted.
public final class TestService implements AutoCloseable {

    private final Path folder;
    private final Registration registration =
            Registration.ofBot("bot", "http://localhost")
                    .withNamespaces(
                            List.of(Namespace.exclusiveBetween("@ghost_", ":test")), List.of());
    private final FakeHomeserver homeserver = new FakeHomeserver(registration);
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private AppService service;

    /// Opens it with its store in the folder.
    public TestService(Path folder) throws IOException {
        this.folder = folder;
        this.service = opened();
    }

    /// Returns the homeserver.
    public FakeHomeserver homeserver() {
        return homeserver;
    }

    /// Returns the service.
    public AppService service() {
        return service;
    }

    /// Returns how long it would have waited so far.
    public List<Duration> pauses() {
        return pauses;
    }

    /// Returns the id of a user of the test's homeserver.
    public static UserId user(String localpart) {
        return UserId.parse("@" + localpart + ":test");
    }

    /// Lets the homeserver push to the service, which was started.
    public void connect() {
        homeserver.serve(service.port());
    }

    /// Closes the service and opens it again; nothing is pushed before it is started and connected.
    public AppService restart() throws IOException {
        homeserver.serve(0);
        service.close();
        service = opened();
        return service;
    }

    @Override
    public void close() {
        homeserver.close();
        service.close();
    }

    private AppService opened() throws IOException {
        return AppService.open(
                registration,
                new Settings(
                        homeserver.uri(),
                        ServerName.parse("test"),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        folder.resolve("service.journal")),
                pauses::add);
    }
}
