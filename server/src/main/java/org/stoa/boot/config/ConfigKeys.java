package org.stoa.boot.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.accounts.PolicyDocument;
import org.stoa.accounts.RegistrationMode;
import org.stoa.accounts.SupportContact;
import org.stoa.accounts.data.AccountDataQuota;
import org.stoa.accounts.register.CaptchaService;
import org.stoa.ephemeral.EphemeralConfig;
import org.stoa.http.HttpConfig;
import org.stoa.http.HttpLimits;
import org.stoa.http.ListenerConfig;
import org.stoa.platform.LogConfig;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.storage.DatabaseConfig;

/// All keys, in the order in which `generate-config` writes them.
public final class ConfigKeys {
    public static final ConfigKey<ServerName> SERVER_NAME =
            new ConfigKey<>(
                    "server_name",
                    ConfigTypes.text(ConfigChecks::serverName),
                    ServerName.parse("localhost"),
                    """
                    The name of this homeserver: the part behind the colon of its users' ids, @alice:example.org.
                    It can never be changed once the first user exists. 'localhost' is for trying out.""");

    public static final ConfigKey<String> DATA_DIR =
            new ConfigKey<>(
                    "data_dir",
                    ConfigTypes.text(ConfigChecks::notEmpty),
                    "data",
                    """
                    The folder that holds everything the server must not lose. Made when it is missing.
                    A relative path starts at the folder of this file.""");

    public static final ConfigKey<@Nullable URI> PUBLIC_BASE_URL =
            new ConfigKey<>(
                    "public_base_url",
                    ConfigTypes.optional(ConfigChecks::webAddress),
                    null,
                    """
                    The URL at which clients reach this server, when it is not the address of a listener (a proxy in front
                    of it, for example). Clients that ask /.well-known/matrix/client are told this.
                    Example: https://matrix.example.org""");

    public static final ConfigKey<List<ListenerConfig>> LISTENERS =
            new ConfigKey<>(
                    "listeners",
                    ConfigTypes.list(new ListenerType()),
                    HttpConfig.defaults().listeners(),
                    """
                    Addresses and ports that requests are taken at. With tls_certificate and tls_key (PEM files, read again
                    when they change) a listener speaks HTTPS. One that is optional may be an address that the machine lacks.
                    In the environment: STOA_LISTENERS=127.0.0.1:8008,[::1]:8008""");

    public static final ConfigKey<List<Network>> TRUSTED_PROXIES =
            new ConfigKey<>(
                    "trusted_proxies",
                    ConfigTypes.list(ConfigTypes.text(Network::parse)),
                    List.of(Network.parse("127.0.0.1"), Network.parse("::1")),
                    """
                    Addresses or networks (10.0.0.0/8) of reverse proxies. Only from them is X-Forwarded-For believed.""");

    public static final ConfigKey<Integer> CONNECTIONS =
            new ConfigKey<>(
                    "connections.max",
                    ConfigTypes.integer(1, 1_000_000),
                    HttpLimits.DEFAULT_CONNECTIONS,
                    """
                    The most connections that are open on all listeners together; each client that waits for news has one. There
                    are fewer where the process may open fewer files, or has less than 32 KiB of memory for each.""");

    public static final ConfigKey<Integer> CONNECTIONS_PER_ADDRESS =
            new ConfigKey<>(
                    "connections.max_per_address",
                    ConfigTypes.integer(1, 1_000_000),
                    HttpLimits.DEFAULT_CONNECTIONS_PER_ADDRESS,
                    """
                    The most of them that one address has, or one /64 network of IPv6. Those of trusted_proxies have as many as
                    they like.""");

    public static final ConfigKey<@Nullable String> FEDERATION_ADDRESS =
            new ConfigKey<>(
                    "federation.address",
                    ConfigTypes.optional(ConfigChecks::hostAndPort),
                    null,
                    """
                    Where other servers reach this one, when that is not port 8448 of server_name. They are told this at
                    /.well-known/matrix/server. Example: matrix.example.org:443""");

    public static final ConfigKey<@Nullable URI> SUPPORT_PAGE =
            new ConfigKey<>(
                    "support.page",
                    ConfigTypes.optional(ConfigChecks::webAddress),
                    null,
                    """
                    A page for users who need help. Clients are told at /.well-known/matrix/support.""");

    public static final ConfigKey<List<SupportContact>> SUPPORT_CONTACTS =
            new ConfigKey<>(
                    "support.contacts",
                    ConfigTypes.list(new SupportContactType()),
                    List.of(),
                    """
                    Who runs this server, told at the same place. Each has a role (m.role.admin or m.role.security) and
                    matrix_id, email_address or both. Example:
                    [{role: m.role.admin, matrix_id: "@admin:example.org", email_address: admin@example.org}]""");

    public static final ConfigKey<RegistrationMode> REGISTRATION_MODE =
            new ConfigKey<>(
                    "registration.mode",
                    ConfigTypes.choice(RegistrationMode.class),
                    RegistrationMode.OFF,
                    """
                    Who may make an account: nobody but the operator with './stoa user add' (off), who has a registration
                    token (token), or everybody (open; do not do this on the internet).
                    Without a configuration file, and with the name localhost, it is open.""");

    public static final ConfigKey<List<String>> REGISTRATION_TOKENS =
            new ConfigKey<>(
                    "registration.tokens",
                    ConfigTypes.list(ConfigTypes.secret(ConfigChecks::registrationToken)),
                    List.of(),
                    """
                    Registration tokens that are good for any number of accounts, when the mode is token. Those with an end are
                    made with ./stoa registration-token add.""");

    public static final ConfigKey<List<PolicyDocument>> REGISTRATION_TERMS =
            new ConfigKey<>(
                    "registration.terms",
                    ConfigTypes.list(new PolicyDocumentType()),
                    List.of(),
                    """
                    Documents that new users have to accept. Clients show them with links. In several languages: one entry for
                    each, with the same id and version. Example:
                    [{id: privacy, version: "1.0", language: en, name: Privacy policy, url: "https://example.org/privacy"}]""");

    public static final ConfigKey<@Nullable String> REGISTRATION_SHARED_SECRET =
            new ConfigKey<>(
                    "registration.shared_secret",
                    ConfigTypes.optionalSecret(ConfigChecks::notEmpty),
                    null,
                    """
                    Who knows this secret can make accounts, administrators too, at /_synapse/admin/v1/register,
                    as tools do. Unset: that endpoint is off.""");

    public static final ConfigKey<Boolean> REGISTRATION_GUESTS =
            new ConfigKey<>(
                    "registration.guests",
                    ConfigTypes.flag(),
                    false,
                    """
                    Whether guests get accounts: they have no password and see only rooms that allow guests.""");

    public static final ConfigKey<@Nullable CaptchaService> CAPTCHA_SERVICE =
            new ConfigKey<>(
                    "captcha.service",
                    ConfigTypes.optional(ConfigChecks::captchaService),
                    null,
                    """
                    Where everybody may make an account: the challenge that new users have to solve, of recaptcha (Google, v2),
                    hcaptcha or turnstile (Cloudflare). Who has a registration token need not.""");

    public static final ConfigKey<@Nullable String> CAPTCHA_SITE_KEY =
            new ConfigKey<>(
                    "captcha.site_key",
                    ConfigTypes.optional(ConfigChecks::notEmpty),
                    null,
                    """
                    The public key that the service gave for this server.""");

    public static final ConfigKey<@Nullable String> CAPTCHA_SECRET_KEY =
            new ConfigKey<>(
                    "captcha.secret_key",
                    ConfigTypes.optionalSecret(ConfigChecks::notEmpty),
                    null,
                    """
                    The secret key that belongs to it.""");

    public static final ConfigKey<@Nullable URI> CAPTCHA_VERIFY_URL =
            new ConfigKey<>(
                    "captcha.verify_url",
                    ConfigTypes.optional(ConfigChecks::webAddress),
                    null,
                    """
                    Where challenges are checked, when it is not where the service itself does that.""");

    public static final ConfigKey<Integer> PASSWORD_MEMORY =
            new ConfigKey<>(
                    "passwords.memory_kib",
                    ConfigTypes.integer(8, 4 * 1024 * 1024),
                    19 * 1024,
                    """
                    The cost of Argon2id for new passwords: memory in KiB and passes over it. Lower is weaker.""");

    public static final ConfigKey<Integer> PASSWORD_ITERATIONS =
            new ConfigKey<>(
                    "passwords.iterations",
                    ConfigTypes.integer(1, 100),
                    2,
                    """
                    Passes over the memory.""");

    public static final ConfigKey<RoomVersion> DEFAULT_ROOM_VERSION =
            new ConfigKey<>(
                    "rooms.default_version",
                    ConfigTypes.text(ConfigChecks::roomVersion, RoomVersion::id),
                    RoomVersion.DEFAULT,
                    """
                    The version of new rooms whose maker asks for none. Some older clients want 11.""");

    public static final ConfigKey<Duration> REDACTIONS_KEEP =
            new ConfigKey<>(
                    "redactions.keep",
                    DurationType.INSTANCE,
                    Duration.ZERO,
                    """
                    How long the database still holds what was redacted, for example 7 days, so that it can be looked into after
                    a report. Nobody gets it through the API. 0: it is gone at once.""");

    public static final ConfigKey<@Nullable String> NOTICES_USER =
            new ConfigKey<>(
                    "notices.user",
                    ConfigTypes.optional(ConfigChecks::localpart),
                    null,
                    """
                    The local part of the user in whose name './stoa notice send' tells users something. The account is made at
                    the start, without a password; it must not be anybody's. Unset: there are no server notices.
                    Example: notices""");

    public static final ConfigKey<Boolean> SEARCH_ALL_USERS =
            new ConfigKey<>(
                    "user_directory.search_all_users",
                    ConfigTypes.flag(),
                    false,
                    """
                    Whether users who search for others find all users of this server. Otherwise they find those they share a
                    room with, and those in rooms that everybody may join or read. Of users of other servers they find only these,
                    either way.""");

    public static final ConfigKey<Boolean> SEARCH =
            new ConfigKey<>(
                    "search.enabled",
                    ConfigTypes.flag(),
                    true,
                    """
                    Whether users can search messages. The index is the folder 'search' in the data folder; it is made when
                    somebody searches for the first time, and can be deleted while the server is stopped.""");

    public static final ConfigKey<Boolean> PRESENCE =
            new ConfigKey<>(
                    "presence.enabled",
                    ConfigTypes.flag(),
                    true,
                    """
                    Whether users who share a room see of each other who is there and when they were last active.""");

    public static final ConfigKey<Duration> PRESENCE_IDLE =
            new ConfigKey<>(
                    "presence.idle_after",
                    DurationType.INSTANCE,
                    EphemeralConfig.DEFAULT.idleAfter(),
                    """
                    Somebody who is connected and did nothing for so long is shown as idle.""");

    public static final ConfigKey<Duration> PRESENCE_OFFLINE =
            new ConfigKey<>(
                    "presence.offline_after",
                    DurationType.INSTANCE,
                    EphemeralConfig.DEFAULT.offlineAfter(),
                    """
                    Somebody whose client has not asked for news for so long is shown as offline.""");

    public static final ConfigKey<Integer> PRESENCE_ROOM_MEMBERS =
            new ConfigKey<>(
                    "presence.max_room_members",
                    ConfigTypes.integer(0, 1_000_000),
                    EphemeralConfig.DEFAULT.maxRoomMembers(),
                    """
                    In a room with more members nobody is told who is there, unless another room is shared too: each change
                    would go to all of them. It can still be asked for.""");

    public static final ConfigKey<Long> ACCOUNT_DATA_SIZE =
            new ConfigKey<>(
                    "account_data.max_size",
                    ConfigTypes.size(),
                    AccountDataQuota.DEFAULT.maxBytes(),
                    """
                    The largest entry of account data that clients may keep for a user.""");

    public static final ConfigKey<Long> ACCOUNT_DATA_TOTAL =
            new ConfigKey<>(
                    "account_data.max_total",
                    ConfigTypes.size(),
                    AccountDataQuota.DEFAULT.maxTotalBytes(),
                    """
                    The most that all entries of a user may have together; the memory for it is needed whenever a client of theirs
                    starts anew.""");

    public static final ConfigKey<Integer> ACCOUNT_DATA_ENTRIES =
            new ConfigKey<>(
                    "account_data.max_entries",
                    ConfigTypes.integer(0, 10_000_000),
                    AccountDataQuota.DEFAULT.maxEntries(),
                    """
                    The most entries that a user may have, those of all rooms together.""");

    public static final ConfigKey<@Nullable String> DATABASE_URL =
            new ConfigKey<>(
                    "database.url",
                    ConfigTypes.optionalSecret(ConfigChecks::postgresUrl),
                    null,
                    """
                    Unset: an embedded SQLite database in the data folder. For PostgreSQL 15 or later:
                    postgresql://user:password@host:5432/stoa""");

    public static final ConfigKey<Long> DATABASE_CACHE =
            new ConfigKey<>(
                    "database.cache_size",
                    ConfigTypes.size(),
                    DatabaseConfig.DEFAULT_CACHE_BYTES,
                    """
                    The most memory that SQLite uses to keep pages of the database; it takes what it needs of it.""");

    public static final ConfigKey<Integer> DATABASE_CONNECTIONS =
            new ConfigKey<>(
                    "database.connections",
                    ConfigTypes.integer(2, 500),
                    10,
                    """
                    The most connections to PostgreSQL.""");

    public static final ConfigKey<Boolean> RATE_LIMITS =
            new ConfigKey<>(
                    "rate_limits.enabled",
                    ConfigTypes.flag(),
                    true,
                    """
                    Whether users and addresses that ask too often are told to wait.""");

    public static final ConfigKey<Boolean> METRICS_ENABLED =
            new ConfigKey<>(
                    "metrics.enabled",
                    ConfigTypes.flag(),
                    false,
                    """
                    Whether figures for Prometheus are given at http://ADDRESS:PORT/metrics, on a listener of its own.""");

    public static final ConfigKey<String> METRICS_ADDRESS =
            new ConfigKey<>(
                    "metrics.address",
                    ConfigTypes.text(ConfigChecks::notEmpty),
                    "127.0.0.1",
                    """
                    Where that listener is. Keep it away from the public: the figures tell how the server is used.""");

    public static final ConfigKey<Integer> METRICS_PORT =
            new ConfigKey<>("metrics.port", ConfigTypes.integer(0, 65535), 9008, "Its port.");

    public static final ConfigKey<LogConfig.Level> LOG_LEVEL =
            new ConfigKey<>(
                    "log.level",
                    ConfigTypes.choice(LogConfig.Level.class),
                    LogConfig.Level.INFO,
                    """
                    The least important messages that are logged: error, warn, info, debug or trace. The log goes to the
                    standard output.""");

    public static final ConfigKey<LogConfig.Format> LOG_FORMAT =
            new ConfigKey<>(
                    "log.format",
                    ConfigTypes.choice(LogConfig.Format.class),
                    LogConfig.Format.TEXT,
                    """
                    text for people, json for machines.""");

    public static final ConfigKey<List<String>> APP_SERVICE_FILES =
            new ConfigKey<>(
                    "app_service_config_files",
                    ConfigTypes.list(ConfigTypes.text(ConfigChecks::notEmpty)),
                    List.of(),
                    """
                    Files in which bridges and bots are registered (docs/bridges.md). Relative paths start at the folder of this
                    file. After a change: ./stoa appservice reload. Those that ./stoa appservice add took need no line here.""");

    /// All of the above.
    public static final List<ConfigKey<?>> ALL =
            List.of(
                    SERVER_NAME,
                    DATA_DIR,
                    PUBLIC_BASE_URL,
                    LISTENERS,
                    TRUSTED_PROXIES,
                    CONNECTIONS,
                    CONNECTIONS_PER_ADDRESS,
                    FEDERATION_ADDRESS,
                    FederationKeys.CA_FILES,
                    FederationKeys.ALLOWED_NETWORKS,
                    FederationKeys.ALLOW,
                    FederationKeys.DENY,
                    FederationKeys.NOTARIES,
                    FederationKeys.LONGEST_RETRY,
                    FederationKeys.MAX_STATE,
                    SUPPORT_PAGE,
                    SUPPORT_CONTACTS,
                    REGISTRATION_MODE,
                    REGISTRATION_TOKENS,
                    REGISTRATION_TERMS,
                    REGISTRATION_SHARED_SECRET,
                    REGISTRATION_GUESTS,
                    CAPTCHA_SERVICE,
                    CAPTCHA_SITE_KEY,
                    CAPTCHA_SECRET_KEY,
                    CAPTCHA_VERIFY_URL,
                    PASSWORD_MEMORY,
                    PASSWORD_ITERATIONS,
                    DEFAULT_ROOM_VERSION,
                    REDACTIONS_KEEP,
                    NOTICES_USER,
                    SEARCH_ALL_USERS,
                    SEARCH,
                    PRESENCE,
                    PRESENCE_IDLE,
                    PRESENCE_OFFLINE,
                    PRESENCE_ROOM_MEMBERS,
                    TurnKeys.URIS,
                    TurnKeys.SHARED_SECRET,
                    TurnKeys.LIFETIME,
                    ACCOUNT_DATA_SIZE,
                    ACCOUNT_DATA_TOTAL,
                    ACCOUNT_DATA_ENTRIES,
                    APP_SERVICE_FILES,
                    DATABASE_URL,
                    DATABASE_CACHE,
                    DATABASE_CONNECTIONS,
                    RATE_LIMITS,
                    METRICS_ENABLED,
                    METRICS_ADDRESS,
                    METRICS_PORT,
                    LOG_LEVEL,
                    LOG_FORMAT);

    private ConfigKeys() {}

    /// Returns the key with this path.
    public static Optional<ConfigKey<?>> find(String path) {
        return ALL.stream().filter(key -> key.path().equals(path)).findFirst();
    }
}
