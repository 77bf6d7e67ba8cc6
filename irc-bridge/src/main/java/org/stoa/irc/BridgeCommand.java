package org.stoa.irc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.bridge.AppService;
import org.stoa.bridge.Settings;
import org.stoa.bridge.client.HomeserverError;
import org.stoa.bridge.client.Pauses;
import org.stoa.bridge.client.Unreachable;
import org.stoa.bridge.registration.Namespace;
import org.stoa.bridge.registration.Registration;
import org.stoa.bridge.registration.RegistrationFile;
import org.stoa.irc.bridge.Bridge;
import org.stoa.irc.config.BridgeSettings;
import org.stoa.irc.text.Names;
import org.stoa.protocol.id.ServerName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// `irc-bridge`: runs the bridge, or makes the files that it needs.
@Command(
        name = "irc-bridge",
        mixinStandardHelpOptions = true,
        version = "Stoa irc-bridge, Java ${java.version}",
        description = "A bridge between Matrix and IRC networks.")
final class BridgeCommand implements Callable<Integer> {

    private static final Logger log = LoggerFactory.getLogger(BridgeCommand.class);

    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = "irc-bridge.yaml",
            scope = ScopeType.INHERIT,
            description = "The configuration file (default: ${DEFAULT-VALUE})")
    private Path config = Path.of("irc-bridge.yaml");

    @Override
    public Integer call() throws IOException, InterruptedException {
        BridgeSettings settings = BridgeSettings.read(config);
        Registration registration = RegistrationFile.read(settings.registration());
        AppService service =
                AppService.open(
                        registration,
                        new Settings(
                                settings.homeserver(),
                                settings.serverName(),
                                settings.listen(),
                                settings.journal()));
        Bridge bridge =
                new Bridge(service, settings.serverName(), settings.networks(), Pauses.REAL);
        CountDownLatch closed = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(bridge, closed)));
        bridge.start();
        log.info("Listening on {}", settings.listen());
        ping(service);
        closed.await();
        return 0;
    }

    @Command(
            name = "generate-config",
            description = "Writes a configuration to begin with, unless the file is there.")
    int generateConfig() throws IOException {
        Files.writeString(config, BridgeSettings.EXAMPLE, StandardOpenOption.CREATE_NEW);
        return 0;
    }

    @Command(
            name = "registration",
            description =
                    "Writes the registration for the homeserver, with new tokens, unless the file is there.")
    int registration(
            @Option(
                            names = "--url",
                            paramLabel = "URL",
                            description =
                                    "Where the homeserver reaches the bridge (default: http://localhost and the port of 'listen')")
                    String url)
            throws IOException {
        BridgeSettings settings = BridgeSettings.read(config);
        String reached = url == null ? "http://localhost:" + settings.listen().getPort() : url;
        RegistrationFile.write(
                settings.registration(), registration(settings.serverName(), reached));
        return 0;
    }

    /// Returns a new registration for the bridge at that server.
    static Registration registration(ServerName server, String url) {
        String end = ":" + server.text();
        return Registration.ofBot("irc", url)
                .withSender("ircbridge")
                .withProtocols(List.of("irc"))
                .withNamespaces(
                        List.of(Namespace.exclusiveBetween("@" + Names.USERS, end)),
                        List.of(Namespace.exclusiveBetween("#" + Names.ALIASES, end)));
    }

    private static void close(Bridge bridge, CountDownLatch closed) {
        bridge.close();
        closed.countDown();
    }

    /// Says early when the homeserver cannot reach the bridge; it may only be starting, too, so that is no failure.
    private static void ping(AppService service) {
        try {
            log.info("The homeserver reaches the bridge in {} ms", service.ping().toMillis());
        } catch (HomeserverError | Unreachable e) {
            log.warn("The homeserver does not reach the bridge yet: {}", e.getMessage());
        }
    }
}
