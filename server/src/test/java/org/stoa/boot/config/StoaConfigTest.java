package org.stoa.boot.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stoa.accounts.DiscoveryConfig;
import org.stoa.accounts.RegistrationConfig;
import org.stoa.accounts.RegistrationMode;
import org.stoa.accounts.SupportContact;
import org.stoa.accounts.data.AccountDataQuota;
import org.stoa.accounts.password.Argon2Cost;
import org.stoa.ephemeral.EphemeralConfig;
import org.stoa.http.ListenerConfig;
import org.stoa.http.TlsConfig;
import org.stoa.platform.LogConfig;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.version.RoomVersion;

final class StoaConfigTest {
    private static final String EVERYTHING =
            """
            server_name: example.org
            data_dir: /var/lib/stoa
            public_base_url: https://matrix.example.org/
            user_directory: {search_all_users: true}
            search: {enabled: false}
            notices: {user: notices}
            presence: {enabled: false}
            listeners:
              - address: 0.0.0.0
                port: 8448
                tls_certificate: tls/fullchain.pem
                tls_key: tls/privkey.pem
            trusted_proxies: [10.1.0.0/16]
            connections: {max: 500, max_per_address: 50}
            federation:
              address: "matrix.example.org:443"
              ca_files: [tls/authority.pem]
              allowed_networks: [10.2.0.0/16]
              allow: ["*.example.org"]
              deny: [bad.example.org]
              notaries: [keys.example.org]
              longest_retry: 90 seconds
              max_room_state: 2 GiB
            support:
              page: https://example.org/help
              contacts:
                - role: m.role.admin
                  matrix_id: "@admin:example.org"
            registration:
              mode: token
              tokens: [sesame]
              shared_secret: secret
              guests: true
            passwords: {memory_kib: 8, iterations: 1}
            rooms: {default_version: 11}
            redactions: {keep: 7 days}
            database:
              url: postgresql://stoa:secret@db.example:5433/stoa
              cache_size: 1 GiB
              connections: 20
            rate_limits: {enabled: false}
            metrics: {enabled: true, address: 0.0.0.0, port: 9100}
            app_service_config_files: [bridges/irc.yaml]
            log: {level: debug, format: json}
            """;

    @TempDir private Path folder;

    @Test
    void config_withoutAnySetting_isALocalServerForTrials() {
        StoaConfig config = config(Settings.of(null, Map.of(), Map.of()));

        assertThat(config)
                .isEqualTo(
                        new StoaConfig(
                                ServerName.parse("localhost"),
                                folder.resolve("data"),
                                DiscoveryConfig.NONE,
                                new StoaConfig.Federation(
                                        List.of(),
                                        List.of(),
                                        List.of(),
                                        List.of(),
                                        List.of(ServerName.parse("matrix.org")),
                                        Duration.ofHours(6),
                                        1L << 30),
                                List.of(
                                        ListenerConfig.http("127.0.0.1", 8008),
                                        ListenerConfig.http("::1", 8008).ifAvailable()),
                                List.of(new Network("127.0.0.1"), new Network("::1")),
                                new StoaConfig.Connections(20_000, 4_000),
                                new RegistrationConfig(
                                        RegistrationMode.OPEN, false, List.of(), null),
                                Argon2Cost.DEFAULT,
                                RoomVersion.V12,
                                Duration.ZERO,
                                null,
                                false,
                                true,
                                EphemeralConfig.DEFAULT,
                                AccountDataQuota.DEFAULT,
                                List.of(),
                                new StoaConfig.DatabaseSettings(null, 32L << 20, 10),
                                true,
                                new StoaConfig.Metrics(false, "127.0.0.1", 9008),
                                LogConfig.defaults(),
                                true));
    }

    @Test
    void config_ofAFileWithEveryKey_hasAllOfIt() {
        StoaConfig config = config(ConfigFiles.settings(folder, EVERYTHING));

        assertThat(config)
                .isEqualTo(
                        new StoaConfig(
                                ServerName.parse("example.org"),
                                Path.of("/var/lib/stoa"),
                                new DiscoveryConfig(
                                        "https://matrix.example.org",
                                        "matrix.example.org:443",
                                        List.of(
                                                new SupportContact(
                                                        "m.role.admin",
                                                        "@admin:example.org",
                                                        null)),
                                        "https://example.org/help",
                                        null),
                                new StoaConfig.Federation(
                                        List.of(folder.resolve("tls/authority.pem")),
                                        List.of(new Network("10.2.0.0/16")),
                                        List.of("*.example.org"),
                                        List.of("bad.example.org"),
                                        List.of(ServerName.parse("keys.example.org")),
                                        Duration.ofSeconds(90),
                                        2L << 30),
                                List.of(
                                        ListenerConfig.https(
                                                "0.0.0.0",
                                                8448,
                                                new TlsConfig(
                                                        folder.resolve("tls/fullchain.pem"),
                                                        folder.resolve("tls/privkey.pem")))),
                                List.of(new Network("10.1.0.0/16")),
                                new StoaConfig.Connections(500, 50),
                                new RegistrationConfig(
                                        RegistrationMode.TOKEN, true, List.of("sesame"), "secret"),
                                new Argon2Cost(8, 1, 1),
                                RoomVersion.V11,
                                Duration.ofDays(7),
                                "notices",
                                true,
                                false,
                                EphemeralConfig.DEFAULT.withPresence(false),
                                AccountDataQuota.DEFAULT,
                                List.of(folder.resolve("bridges/irc.yaml")),
                                new StoaConfig.DatabaseSettings(
                                        "postgresql://stoa:secret@db.example:5433/stoa",
                                        1L << 30,
                                        20),
                                false,
                                new StoaConfig.Metrics(true, "0.0.0.0", 9100),
                                new LogConfig(
                                        LogConfig.Format.JSON, LogConfig.Level.DEBUG, Map.of()),
                                false));
    }

    @ParameterizedTest
    @CsvSource({
        "false, localhost, false, OPEN",
        "false, example.org, false, OFF",
        "true, localhost, false, OFF",
        "true, example.org, false, OFF",
        "false, localhost, true, TOKEN",
    })
    void registration_thatNobodyOpened_isOpenOnlyWithoutAFileAndForLocalhost(
            boolean file, String name, boolean explicit, RegistrationMode expected) {
        Map<String, String> flags =
                explicit
                        ? Map.of("server_name", name, "registration.mode", "token")
                        : Map.of("server_name", name);
        Settings settings =
                Settings.of(file ? ConfigFiles.file(folder, "") : null, Map.of(), flags);

        assertThat(config(settings).registration().mode()).isEqualTo(expected);
    }

    @Test
    void dataFolder_ofAFile_isRelativeToTheFile() {
        Settings settings = ConfigFiles.settings(folder, "data_dir: kept");

        StoaConfig config = StoaConfig.of(settings, Path.of("/elsewhere"));

        assertThat(config.dataDirectory()).isEqualTo(folder.resolve("kept"));
    }

    @Test
    void listeners_withoutAny_areRefused() {
        assertThatThrownBy(() -> config(ConfigFiles.settings(folder, "listeners: []")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("listeners: expected at least one address and port; found none");
    }

    private StoaConfig config(Settings settings) {
        return StoaConfig.of(settings, folder);
    }
}
