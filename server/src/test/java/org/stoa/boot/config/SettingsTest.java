package org.stoa.boot.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stoa.http.ListenerConfig;
import org.stoa.http.TlsConfig;
import org.stoa.platform.LogConfig;

final class SettingsTest {
    @TempDir private Path folder;

    @Test
    void key_setByNobody_isItsDefault() {
        Settings settings = Settings.of(null, Map.of(), Map.of());

        assertThat(settings.get(ConfigKeys.SERVER_NAME)).hasToString("localhost");
        assertThat(settings.isSet(ConfigKeys.SERVER_NAME)).isFalse();
    }

    @Test
    void key_setEverywhere_isThatOfTheFlag() {
        Path file =
                ConfigFiles.file(
                        folder, "log: {level: warn, format: json}\nserver_name: file.example");
        Map<String, String> environment =
                Map.of("STOA_LOG_LEVEL", "error", "STOA_SERVER_NAME", "environment.example");
        Settings settings = Settings.of(file, environment, Map.of("log.level", "debug"));

        assertThat(settings.get(ConfigKeys.LOG_LEVEL)).isEqualTo(LogConfig.Level.DEBUG);
        assertThat(settings.get(ConfigKeys.SERVER_NAME)).hasToString("environment.example");
        assertThat(settings.get(ConfigKeys.LOG_FORMAT)).isEqualTo(LogConfig.Format.JSON);
    }

    @Test
    void list_inTheEnvironment_isSplitAtCommas() {
        Map<String, String> environment =
                Map.of(
                        "STOA_LISTENERS",
                        "0.0.0.0:80, [::]:81",
                        "STOA_TRUSTED_PROXIES",
                        "10.0.0.0/8");
        Settings settings = Settings.of(null, environment, Map.of());

        assertThat(settings.get(ConfigKeys.LISTENERS))
                .containsExactly(ListenerConfig.http("0.0.0.0", 80), ListenerConfig.http("::", 81));
        assertThat(settings.get(ConfigKeys.TRUSTED_PROXIES))
                .containsExactly(new Network("10.0.0.0/8"));
    }

    @Test
    void list_inBracketsInTheEnvironment_isYaml() {
        Map<String, String> environment =
                Map.of(
                        "STOA_LISTENERS",
                        "[{address: 127.0.0.1, port: 8448, tls_certificate: a.crt, tls_key: a.key}]");
        Settings settings = Settings.of(null, environment, Map.of());

        assertThat(settings.get(ConfigKeys.LISTENERS))
                .containsExactly(
                        ListenerConfig.https(
                                "127.0.0.1",
                                8448,
                                new TlsConfig(Path.of("a.crt"), Path.of("a.key"))));
    }

    @Test
    void secret_withCharactersOfYaml_isTakenAsItIsFromTheEnvironment() {
        Settings settings =
                Settings.of(null, Map.of("STOA_REGISTRATION_SHARED_SECRET", "a: {b #c"), Map.of());

        assertThat(settings.get(ConfigKeys.REGISTRATION_SHARED_SECRET)).isEqualTo("a: {b #c");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "servername: a.example|stoa.yaml line 1: unknown key 'servername'; did you mean 'server_name'?",
                "'registraton:\n  mode: open'|stoa.yaml line 1: unknown key 'registraton'; did you mean 'registration'?",
                "registration: {mod: open}|stoa.yaml line 1: unknown key 'registration.mod'; did you mean 'registration.mode'?",
                "completely_different: 1|stoa.yaml line 1: unknown key 'completely_different'; './stoa generate-config' shows all keys",
                "registration: open|stoa.yaml line 1: registration: expected keys below it, each on a line of its own",
                "listeners: [{adress: 1.1.1.1, port: 1}]|stoa.yaml line 1: unknown key 'listeners.adress'; did you mean 'listeners.address'?",
                "[a]|stoa.yaml line 1: expected lines of the form 'key: value'",
            })
    void key_thatDoesNotExist_isRefusedWithLineAndSuggestion(String yaml, String message) {
        assertThatThrownBy(() -> ConfigFiles.settings(folder, yaml).get(ConfigKeys.LISTENERS))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }

    @Test
    void key_setTwice_isRefusedWithBothLines() {
        assertThatThrownBy(() -> ConfigFiles.settings(folder, "server_name: a\n\nserver_name: b\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("stoa.yaml line 3: ");
    }

    @Test
    void file_thatIsNoYaml_isRefusedWithItsLine() {
        assertThatThrownBy(() -> ConfigFiles.settings(folder, "server_name: a\nlog: [\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("stoa.yaml line 3: not YAML: ");
    }

    @Test
    void file_thatIsMissing_isRefused() {
        Path missing = folder.resolve("missing.yaml");

        assertThatThrownBy(() -> Settings.of(missing, Map.of(), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage("there is no configuration file " + missing);
    }

    @Test
    void file_thatIsNoText_isRefused() throws Exception {
        Path file = folder.resolve("stoa.yaml");
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});

        assertThatThrownBy(() -> Settings.of(file, Map.of(), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage(file + ": not text in UTF-8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "server_name|a b|a server name such as example.org",
                "rooms.default_version|13|a room version from 1 to 12",
                "registration.mode|opn|one of off, token, open",
                "redactions.keep|7|a time such as 12 hours or 7 days, or 0",
                "registration.guests|yes|true or false",
                "metrics.port|65536|a whole number from 0 to 65535",
                "database.cache_size|64|a size such as 64 MiB or 2 GiB",
                "federation.address|https://a.example|a host, or host and port such as matrix.example.org:443",
                "public_base_url|matrix.example.org|a URL such as https://matrix.example.org",
                "trusted_proxies|proxy.example|an IP address or a network such as 10.0.0.0/8",
            })
    void value_ofTheWrongKind_isRefusedWithWhatWasExpected(
            String path, String text, String expected) {
        Settings settings = Settings.of(null, Map.of(), Map.of(path, text));
        ConfigKey<?> key = ConfigKeys.find(path).orElseThrow();

        assertThatThrownBy(() -> settings.get(key))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "--set %s: %s: expected %s; found '%s'"
                                .formatted(path, path, expected, text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "database.url|postgresql://stoa:hunter2@host|a URL such as postgresql://user:password@host:5432/stoa",
                "registration.tokens|hunter 2|1 to 64 of 0-9, A-Z, a-z, '.', '_', '~' and '-'",
            })
    void secret_ofTheWrongKind_isNotRepeated(String path, String text, String expected) {
        Settings settings = Settings.of(null, Map.of(), Map.of(path, text));
        ConfigKey<?> key = ConfigKeys.find(path).orElseThrow();

        assertThatThrownBy(() -> settings.get(key))
                .isInstanceOf(ConfigException.class)
                .hasMessage("--set %s: %s: expected %s".formatted(path, path, expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{role: m.role.admin}]|support.contacts: expected role, and matrix_id or email_address",
                "[{role: a, matrix_id: admin}]|support.contacts.matrix_id: expected a user id such as @admin:example.org; found 'admin'",
                "[{role: a, email: b}]|unknown key 'support.contacts.email'; did you mean 'support.contacts.email_address'?",
                "[{role: a, phone: b}]|unknown key 'support.contacts.phone'; './stoa generate-config' shows all keys",
                "[admin]|support.contacts: expected the keys role, matrix_id, email_address",
            })
    void contact_thatIsIncomplete_isRefused(String text, String message) {
        Settings settings = Settings.of(null, Map.of(), Map.of("support.contacts", text));

        assertThatThrownBy(() -> settings.get(ConfigKeys.SUPPORT_CONTACTS))
                .isInstanceOf(ConfigException.class)
                .hasMessageEndingWith(message);
    }

    @Test
    void flag_forAKeyThatDoesNotExist_isRefused() {
        assertThatThrownBy(() -> Settings.of(null, Map.of(), Map.of("log.levl", "info")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("--set log.levl: unknown key 'log.levl'; did you mean 'log.level'?");
    }

    @Test
    void variable_thatNoKeyHas_isAWarning() {
        Settings settings =
                Settings.of(
                        null,
                        Map.of("STOA_SERVERNAME", "a", "STOA_CONFIG", "b", "PATH", "c"),
                        Map.of());

        assertThat(settings.warnings())
                .containsExactly(
                        "the environment variable STOA_SERVERNAME means nothing to Stoa; did you mean 'STOA_SERVER_NAME'?");
    }

    @Test
    void environmentNames_ofAllKeys_areUnique() {
        List<String> names = ConfigKeys.ALL.stream().map(ConfigKey::environmentName).toList();

        assertThat(names).doesNotHaveDuplicates();
    }
}
