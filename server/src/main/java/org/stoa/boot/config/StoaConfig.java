package org.stoa.boot.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stoa.accounts.DiscoveryConfig;
import org.stoa.accounts.RegistrationConfig;
import org.stoa.accounts.RegistrationMode;
import org.stoa.accounts.data.AccountDataQuota;
import org.stoa.accounts.password.Argon2Cost;
import org.stoa.accounts.register.CaptchaConfig;
import org.stoa.accounts.register.CaptchaService;
import org.stoa.ephemeral.EphemeralConfig;
import org.stoa.http.ListenerConfig;
import org.stoa.http.TlsConfig;
import org.stoa.platform.LogConfig;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.version.RoomVersion;

/// The whole configuration of one server, checked. Immutable.
///
/// @param discovery what the well-known files say
/// @param federation how other servers are talked to
/// @param redactionsKept how long the bytes of redacted events stay; zero: not at all
/// @param searchAllUsers whether the user directory finds everybody
/// @param ephemeral typing and presence
/// @param accountData how much clients may keep for a user
/// @param appServiceFiles registrations of application services that the configuration names
/// @param trial whether the server runs without a configuration file under the name `localhost`, for trying out
public record StoaConfig(
        ServerName serverName,
        Path dataDirectory,
        DiscoveryConfig discovery,
        Federation federation,
        List<ListenerConfig> listeners,
        List<Network> trustedProxies,
        Connections connections,
        RegistrationConfig registration,
        Argon2Cost passwordCost,
        RoomVersion defaultRoomVersion,
        Duration redactionsKept,
        @Nullable String noticesUser,
        boolean searchAllUsers,
        boolean search,
        EphemeralConfig ephemeral,
        AccountDataQuota accountData,
        List<Path> appServiceFiles,
        DatabaseSettings database,
        boolean rateLimits,
        Metrics metrics,
        LogConfig log,
        boolean trial) {

    /// Where the database is. `url` is null for SQLite in the data folder.
    public record DatabaseSettings(@Nullable String url, long cacheBytes, int connections) {}

    /// How many connections there may be, in all and of one address.
    public record Connections(int max, int perAddress) {}

    /// Other servers: certificate authorities, addresses, who may be talked to, who is believed about keys.
    public record Federation(
            List<Path> authorities,
            List<Network> allowedNetworks,
            List<String> allow,
            List<String> deny,
            List<ServerName> notaries,
            Duration longestRetry,
            long maxRoomState) {}

    /// The listener for Prometheus.
    public record Metrics(boolean enabled, String address, int port) {}

    public StoaConfig {
        listeners = List.copyOf(listeners);
        trustedProxies = List.copyOf(trustedProxies);
        if (listeners.isEmpty()) {
            throw new ConfigException(
                    "listeners: expected at least one address and port; found none");
        }
    }

    /// Returns the configuration that the settings make; throws ConfigException for a value that a key does not take.
    ///
    /// @param folder where the process was started: relative paths start here when there is no file
    public static StoaConfig of(Settings settings, Path folder) {
        ServerName serverName = settings.get(ConfigKeys.SERVER_NAME);
        boolean trial =
                settings.file().isEmpty() && serverName.equals(ConfigKeys.SERVER_NAME.initial());
        Path base = settings.file().map(file -> folder.resolve(file).getParent()).orElse(folder);
        return new StoaConfig(
                serverName,
                base.resolve(settings.get(ConfigKeys.DATA_DIR)).normalize(),
                discovery(settings),
                federation(settings, base),
                settings.get(ConfigKeys.LISTENERS).stream()
                        .map(listener -> resolved(listener, base))
                        .toList(),
                settings.get(ConfigKeys.TRUSTED_PROXIES),
                new Connections(
                        settings.get(ConfigKeys.CONNECTIONS),
                        settings.get(ConfigKeys.CONNECTIONS_PER_ADDRESS)),
                registration(settings, trial),
                new Argon2Cost(
                        settings.get(ConfigKeys.PASSWORD_MEMORY),
                        settings.get(ConfigKeys.PASSWORD_ITERATIONS),
                        1),
                settings.get(ConfigKeys.DEFAULT_ROOM_VERSION),
                settings.get(ConfigKeys.REDACTIONS_KEEP),
                settings.get(ConfigKeys.NOTICES_USER),
                settings.get(ConfigKeys.SEARCH_ALL_USERS),
                settings.get(ConfigKeys.SEARCH),
                new EphemeralConfig(
                        settings.get(ConfigKeys.PRESENCE),
                        settings.get(ConfigKeys.PRESENCE_IDLE),
                        settings.get(ConfigKeys.PRESENCE_OFFLINE),
                        settings.get(ConfigKeys.PRESENCE_ROOM_MEMBERS)),
                new AccountDataQuota(
                        settings.get(ConfigKeys.ACCOUNT_DATA_SIZE),
                        settings.get(ConfigKeys.ACCOUNT_DATA_TOTAL),
                        settings.get(ConfigKeys.ACCOUNT_DATA_ENTRIES)),
                settings.get(ConfigKeys.APP_SERVICE_FILES).stream().map(base::resolve).toList(),
                new DatabaseSettings(
                        settings.get(ConfigKeys.DATABASE_URL),
                        settings.get(ConfigKeys.DATABASE_CACHE),
                        settings.get(ConfigKeys.DATABASE_CONNECTIONS)),
                settings.get(ConfigKeys.RATE_LIMITS),
                new Metrics(
                        settings.get(ConfigKeys.METRICS_ENABLED),
                        settings.get(ConfigKeys.METRICS_ADDRESS),
                        settings.get(ConfigKeys.METRICS_PORT)),
                new LogConfig(
                        settings.get(ConfigKeys.LOG_FORMAT),
                        settings.get(ConfigKeys.LOG_LEVEL),
                        Map.of()),
                trial);
    }

    private static DiscoveryConfig discovery(Settings settings) {
        return new DiscoveryConfig(
                text(settings.get(ConfigKeys.PUBLIC_BASE_URL)),
                settings.get(ConfigKeys.FEDERATION_ADDRESS),
                settings.get(ConfigKeys.SUPPORT_CONTACTS),
                text(settings.get(ConfigKeys.SUPPORT_PAGE)),
                TurnKeys.turn(settings));
    }

    private static Federation federation(Settings settings, Path base) {
        return new Federation(
                settings.get(FederationKeys.CA_FILES).stream().map(base::resolve).toList(),
                settings.get(FederationKeys.ALLOWED_NETWORKS),
                settings.get(FederationKeys.ALLOW),
                settings.get(FederationKeys.DENY),
                settings.get(FederationKeys.NOTARIES),
                settings.get(FederationKeys.LONGEST_RETRY),
                settings.get(FederationKeys.MAX_STATE));
    }

    private static @Nullable String text(@Nullable URI uri) {
        return uri == null ? null : uri.toString();
    }

    private static ListenerConfig resolved(ListenerConfig listener, Path base) {
        TlsConfig tls = listener.tls();
        if (tls == null) {
            return listener;
        }
        TlsConfig resolved =
                new TlsConfig(base.resolve(tls.certificate()), base.resolve(tls.key()));
        return new ListenerConfig(
                listener.address(), listener.port(), resolved, listener.optional());
    }

    /// Open by itself only when there is no file and the name is localhost: a server with a name of its own may stand
    /// behind a proxy, where listening on loopback keeps nobody out.
    private static RegistrationConfig registration(Settings settings, boolean trial) {
        RegistrationMode mode =
                trial && !settings.isSet(ConfigKeys.REGISTRATION_MODE)
                        ? RegistrationMode.OPEN
                        : settings.get(ConfigKeys.REGISTRATION_MODE);
        return new RegistrationConfig(
                mode,
                settings.get(ConfigKeys.REGISTRATION_GUESTS),
                settings.get(ConfigKeys.REGISTRATION_TOKENS),
                settings.get(ConfigKeys.REGISTRATION_TERMS),
                settings.get(ConfigKeys.REGISTRATION_SHARED_SECRET),
                captcha(settings));
    }

    private static @Nullable CaptchaConfig captcha(Settings settings) {
        CaptchaService service = settings.get(ConfigKeys.CAPTCHA_SERVICE);
        if (service == null) {
            return null;
        }
        String siteKey = settings.get(ConfigKeys.CAPTCHA_SITE_KEY);
        String secretKey = settings.get(ConfigKeys.CAPTCHA_SECRET_KEY);
        if (siteKey == null || secretKey == null) {
            throw new ConfigException(
                    "captcha.service: expected captcha.site_key and captcha.secret_key beside it");
        }
        URI verifyUrl = settings.get(ConfigKeys.CAPTCHA_VERIFY_URL);
        return new CaptchaConfig(
                service, siteKey, secretKey, verifyUrl == null ? service.verifyUrl() : verifyUrl);
    }

    /// Returns the files of all registrations of application services: those that are named, and those in the data folder.
    public List<Path> registrationFiles() {
        return Stream.concat(
                        appServiceFiles.stream(),
                        RegistrationFiles.in(registrationFolder()).stream())
                .map(Path::toAbsolutePath)
                .distinct()
                .toList();
    }

    /// Returns the folder of the registrations that a command added.
    public Path registrationFolder() {
        return dataDirectory.resolve(RegistrationFiles.FOLDER);
    }

    /// Returns the file in the data folder through which the commands talk to the running server.
    public Path controlSocket() {
        return dataDirectory.resolve("control.sock");
    }
}
