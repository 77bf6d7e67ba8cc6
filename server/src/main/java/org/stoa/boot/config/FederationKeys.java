package org.stoa.boot.config;

import java.time.Duration;
import java.util.List;
import org.stoa.protocol.id.ServerName;
import org.stoa.remote.RemoteConfig;
import org.stoa.remote.connect.AnswerFiles;

/// The keys about other servers.
public final class FederationKeys {
    public static final ConfigKey<List<String>> CA_FILES =
            new ConfigKey<>(
                    "federation.ca_files",
                    ConfigTypes.list(ConfigTypes.text(ConfigChecks::notEmpty)),
                    List.of(),
                    """
                    PEM files with certificate authorities that may vouch for other servers, besides those that this machine's
                    Java trusts. Relative paths start at the folder of this file.""");

    public static final ConfigKey<List<Network>> ALLOWED_NETWORKS =
            new ConfigKey<>(
                    "federation.allowed_networks",
                    ConfigTypes.list(ConfigTypes.text(Network::parse)),
                    List.of(),
                    """
                    Addresses or networks (10.0.0.0/8) at which other servers may be although they are not public. Without this no
                    stranger can have requests made inside the network that this server stands in.""");

    public static final ConfigKey<List<String>> ALLOW =
            new ConfigKey<>(
                    "federation.allow",
                    ConfigTypes.list(ConfigTypes.text(ConfigChecks::serverPattern)),
                    List.of(),
                    """
                    The only servers to talk to: names, or patterns such as "*.example.org". None: all.""");

    public static final ConfigKey<List<String>> DENY =
            new ConfigKey<>(
                    "federation.deny",
                    ConfigTypes.list(ConfigTypes.text(ConfigChecks::serverPattern)),
                    List.of(),
                    """
                    Servers not to talk to, neither asking nor answering, although the list above has them.""");

    public static final ConfigKey<List<ServerName>> NOTARIES =
            new ConfigKey<>(
                    "federation.notaries",
                    ConfigTypes.list(ConfigTypes.text(ConfigChecks::serverName)),
                    List.of(ServerName.parse("matrix.org")),
                    """
                    Servers that are asked for the keys of servers that do not answer, and believed. Old events of servers that
                    are gone can be verified only so.""");

    public static final ConfigKey<Duration> LONGEST_RETRY =
            new ConfigKey<>(
                    "federation.longest_retry",
                    DurationType.INSTANCE,
                    RemoteConfig.DEFAULT_LONGEST_RETRY,
                    """
                    A server that does not answer is asked again after 2 seconds, then after twice as long each time, at most this.
                    It is asked at once when it shows that it lives.""");

    public static final ConfigKey<Long> MAX_STATE =
            new ConfigKey<>(
                    "federation.max_room_state",
                    ConfigTypes.size(),
                    AnswerFiles.DEFAULT_MAX,
                    """
                    The largest state of a room that another server may send when a user joins there. It is kept in the data folder
                    while it is read, in a file without a name; so it also has to fit into a quarter of what is free on that disk.""");

    private FederationKeys() {}
}
