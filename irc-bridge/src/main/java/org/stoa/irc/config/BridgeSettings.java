package org.stoa.irc.config;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.stoa.bridge.registration.RegistrationException;
import org.stoa.bridge.registration.YamlMap;
import org.stoa.irc.text.Names;
import org.stoa.protocol.id.ServerName;

/// The configuration file of the bridge. Unknown keys are refused.
///
/// @param homeserver where the homeserver's client-server API is
/// @param serverName the homeserver's name
/// @param listen where the homeserver reaches the bridge
/// @param registration the registration file
/// @param journal the file that holds what must be known after a restart
/// @param networks the networks of IRC, at least one
public record BridgeSettings(
        URI homeserver,
        ServerName serverName,
        InetSocketAddress listen,
        Path registration,
        Path journal,
        List<NetworkSettings> networks) {

    /// A configuration to begin with.
    public static final String EXAMPLE =
            """
            homeserver: http://localhost:8008     # where its client API is
            server_name: localhost                # what stands in user ids
            listen: 127.0.0.1:9010                # where the homeserver reaches the bridge
            registration: irc-registration.yaml   # made by: ./stoa irc-bridge registration
            journal: irc-bridge.journal           # what must be known after a restart
            networks:
              libera:                             # in user ids and aliases; letters and digits
                host: irc.libera.chat
                port: 6697                        # 6697 with TLS, 6667 without
                tls: true
                # password: secret                # what the server asks for, if it does
                bot_nick: stoabridge
                nick: "{localpart}[m]"            # what Matrix users are called
                flood_burst: 4                    # lines that a user sends at once,
                flood_interval_ms: 2000           # and the time between further ones
                max_lines: 40                     # of one message; the last one says what is left out
                max_connections: 100              # Matrix users that are connected
                channels: []                      # channels that have rooms from the start
            """;

    private static final int TLS_PORT = 6697;
    private static final int PLAIN_PORT = 6667;
    private static final int MAX_PORT = 65_535;

    public BridgeSettings {
        networks = List.copyOf(networks);
    }

    /// Returns what the file holds; other files that it names are found from its folder.
    ///
    /// @throws RegistrationException when it is wrong; the message says where
    public static BridgeSettings read(Path file) throws IOException {
        return parse(Files.readString(file), file);
    }

    static BridgeSettings parse(String yaml, Path file) {
        String source = String.valueOf(file.getFileName());
        YamlMap root =
                YamlMap.parse(yaml, source)
                        .only(
                                "homeserver",
                                "server_name",
                                "listen",
                                "registration",
                                "journal",
                                "networks");
        List<NetworkSettings> networks = new ArrayList<>();
        YamlMap map = root.map("networks");
        for (String name : map.keys()) {
            networks.add(network(name, map.map(name), source));
        }
        if (networks.isEmpty()) {
            throw new RegistrationException(source + ": networks is missing");
        }
        return new BridgeSettings(
                URI.create(root.required("homeserver")),
                ServerName.tryParse(root.required("server_name"))
                        .orElseThrow(
                                () ->
                                        new RegistrationException(
                                                source + ": server_name is no name of a server")),
                address(root.text("listen").orElse("127.0.0.1:9010"), source),
                file.resolveSibling(root.text("registration").orElse("irc-registration.yaml")),
                file.resolveSibling(root.text("journal").orElse("irc-bridge.journal")),
                networks);
    }

    private static NetworkSettings network(String name, YamlMap map, String source) {
        if (!name.matches(Names.NETWORK)) {
            throw new RegistrationException(
                    source + ", networks: " + name + " is not of letters a-z and digits");
        }
        map.only(
                "host",
                "port",
                "tls",
                "password",
                "bot_nick",
                "nick",
                "flood_burst",
                "flood_interval_ms",
                "max_lines",
                "max_connections",
                "channels");
        boolean tls = map.flag("tls", true);
        return new NetworkSettings(
                name,
                map.required("host"),
                port(map.number("port", tls ? TLS_PORT : PLAIN_PORT), source),
                tls,
                map.text("password").orElse(null),
                map.text("bot_nick").orElse("stoabridge"),
                map.text("nick").orElse("{localpart}[m]"),
                Math.max(1, map.number("flood_burst", 4)),
                Duration.ofMillis(map.number("flood_interval_ms", 2000)),
                Math.max(2, map.number("max_lines", 40)),
                map.number("max_connections", 100),
                channels(map.texts("channels"), source));
    }

    private static List<String> channels(List<String> channels, String source) {
        for (String channel : channels) {
            if (!Names.isChannel(channel)) {
                throw new RegistrationException(source + ": " + channel + " is no channel");
            }
        }
        return channels;
    }

    private static InetSocketAddress address(String text, String source) {
        int colon = text.lastIndexOf(':');
        String port = text.substring(colon + 1);
        if (colon <= 0 || !port.matches("\\d{1,5}")) {
            throw new RegistrationException(source + ": listen is not of the form host:port");
        }
        return new InetSocketAddress(
                text.substring(0, colon).replaceAll("[\\[\\]]", ""),
                port(Integer.parseInt(port), source));
    }

    private static int port(int port, String source) {
        if (port > MAX_PORT) {
            throw new RegistrationException(source + ": " + port + " is no port");
        }
        return port;
    }
}
