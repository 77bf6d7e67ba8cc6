package org.stoa.boot.config;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoa.accounts.AccountsConfig;
import org.stoa.accounts.LoginLimit;
import org.stoa.accounts.SessionConfig;
import org.stoa.boot.HomeserverConfig;
import org.stoa.boot.Version;
import org.stoa.directory.DirectoryConfig;
import org.stoa.http.HttpConfig;
import org.stoa.http.HttpLimits;
import org.stoa.http.ListenerConfig;
import org.stoa.http.RateLimitConfig;
import org.stoa.protocol.id.UserId;
import org.stoa.remote.Peers;
import org.stoa.remote.RemoteConfig;
import org.stoa.remote.connect.Trust;
import org.stoa.rooms.RoomsConfig;
import org.stoa.search.SearchConfig;
import org.stoa.storage.DatabaseConfig;

/// Gives each feature the part of the configuration that concerns it.
public final class FeatureConfigs {
    /// A password of one character is no password; what is good enough is for people to judge.
    private static final int MIN_PASSWORD_LENGTH = 1;

    private FeatureConfigs() {}

    /// Returns what the homeserver is built from.
    public static HomeserverConfig homeserver(StoaConfig config, InstantSource time) {
        return new HomeserverConfig(
                database(config, time),
                http(config),
                accounts(config),
                RoomsConfig.of(config.serverName())
                        .withDefaultVersion(config.defaultRoomVersion())
                        .withRedactionsKept(config.redactionsKept())
                        .withNoticesUser(noticesUser(config)),
                new DirectoryConfig(config.searchAllUsers()),
                config.ephemeral(),
                config.search() ? SearchConfig.in(config.dataDirectory()) : SearchConfig.OFF,
                remote(config),
                RegistrationFiles.read(config.serverName(), config.registrationFiles()));
    }

    private static @Nullable UserId noticesUser(StoaConfig config) {
        String localpart = config.noticesUser();
        return localpart == null ? null : UserId.of(localpart, config.serverName());
    }

    private static DatabaseConfig database(StoaConfig config, InstantSource time) {
        StoaConfig.DatabaseSettings settings = config.database();
        String url = settings.url();
        if (url == null) {
            return DatabaseConfig.sqlite(config.dataDirectory(), time)
                    .withCacheBytes(settings.cacheBytes());
        }
        DatabaseConfig.Postgres server = DatabaseLocation.postgres(url);
        return DatabaseConfig.postgres(server.url(), server.user(), server.password(), time)
                .withReaders(settings.connections());
    }

    private static HttpConfig http(StoaConfig config) {
        StoaConfig.Metrics metrics = config.metrics();
        HttpConfig http =
                HttpConfig.defaults()
                        .withListeners(config.listeners())
                        .withTrustedProxies(
                                config.trustedProxies().stream().map(Network::cidr).toList())
                        .withLimits(
                                HttpLimits.defaults()
                                        .withConnections(
                                                config.connections().max(),
                                                config.connections().perAddress()));
        HttpConfig limited =
                config.rateLimits() ? http : http.withRateLimits(RateLimitConfig.off());
        return metrics.enabled()
                ? limited.withMetrics(ListenerConfig.http(metrics.address(), metrics.port()))
                : limited;
    }

    private static RemoteConfig remote(StoaConfig config) {
        StoaConfig.Federation federation = config.federation();
        return new RemoteConfig(
                config.serverName(),
                Version.text(),
                authorities(federation.authorities()),
                federation.allowedNetworks().stream().map(Network::cidr).toList(),
                new Peers(federation.allow(), federation.deny()),
                federation.notaries(),
                federation.longestRetry(),
                config.dataDirectory().resolve("incoming"),
                federation.maxRoomState());
    }

    private static List<X509Certificate> authorities(List<Path> files) {
        List<X509Certificate> authorities = new ArrayList<>();
        for (Path file : files) {
            try {
                authorities.addAll(Trust.read(file));
            } catch (IOException e) {
                throw new ConfigException(
                        "%s: expected PEM files with certificates: %s"
                                .formatted(FederationKeys.CA_FILES.path(), e.getMessage()));
            }
        }
        return authorities;
    }

    private static AccountsConfig accounts(StoaConfig config) {
        return new AccountsConfig(
                config.serverName(),
                config.registration(),
                SessionConfig.DEFAULT,
                config.discovery(),
                config.rateLimits() ? LoginLimit.DEFAULT : LoginLimit.OFF,
                config.passwordCost(),
                MIN_PASSWORD_LENGTH,
                config.defaultRoomVersion(),
                config.accountData(),
                Map.of());
    }
}
