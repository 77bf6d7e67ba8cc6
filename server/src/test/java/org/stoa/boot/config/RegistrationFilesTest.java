package org.stoa.boot.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stoa.appservice.Registration;
import org.stoa.protocol.id.RoomAlias;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;

final class RegistrationFilesTest {
    private static final ServerName NAME = ServerName.parse("localhost");

    /// As the tutorial of 2015 has it, with its indentation.
    private static final String TUTORIAL =
            """
            # registration.yaml

            # this is the base URL of the application service
            url: "http://localhost:5000"

            as_token: wfghWEGh3wgWHEf3478sHFWE
            hs_token: ugw8243igya57aaABGFfgeyu

            # this is the local part of the desired user ID for this AS
            sender_localpart: logging
            namespaces:
              users: []
              rooms: []
              aliases:
                - exclusive: false
                  regex: "#logged_.*"
            """;

    private static final String IRC =
            """
            id: irc
            url: http://127.0.0.1:9999/
            as_token: a
            hs_token: b
            sender_localpart: ircbot
            namespaces:
              users:
                - {exclusive: true, regex: "@irc_.*"}
              aliases:
                - {exclusive: true, regex: "#irc_.*:localhost"}
            """;

    @TempDir private Path folder;

    @Test
    void registration_ofTheTutorial_isReadAndNamedByItsFile() {
        Registration read = read(TUTORIAL).getFirst();

        assertThat(read.id()).isEqualTo("service0");
        assertThat(read.address()).hasToString("Optional[http://localhost:5000]");
        assertThat(read.sender()).isEqualTo(UserId.parse("@logging:localhost"));
        assertThat(read.covers(RoomAlias.parse("#logged_test:localhost"))).isTrue();
        assertThat(read.reserves(RoomAlias.parse("#logged_test:localhost"))).isFalse();
        assertThat(read.covers(UserId.parse("@logging:localhost"))).isTrue();
        assertThat(read.covers(UserId.parse("@logging:elsewhere"))).isFalse();
        assertThat(read.rateLimited()).isTrue();
    }

    @Test
    void registration_withWhatBridgesAdd_isRead() {
        Registration read =
                read(IRC.replace("http://127.0.0.1:9999/", "null")
                                + """
                                        rate_limited: false
                                        protocols: [irc]
                                        de.sorunome.msc2409.push_ephemeral: true
                                        io.element.msc4190: true
                                        """)
                        .getFirst();

        assertThat(read.address()).isEmpty();
        assertThat(read.rateLimited()).isFalse();
        assertThat(read.protocols()).containsExactly("irc");
        assertThat(read.ephemeral()).isTrue();
        assertThat(read.toString()).doesNotContain("token");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "url: ftp://x | service0.yaml line 2: url: expected an address such as http://localhost:5000, or null; found 'ftp://x'",
                "as_token: a b | service0.yaml line 3: as_token: expected letters, digits and signs without spaces",
                "hs_token: | service0.yaml line 4: hs_token: expected letters, digits and signs without spaces",
                "sender_localpart: a:b | service0.yaml line 5: sender_localpart: expected the part of a user id between '@' and ':'; found 'a:b'",
            })
    void registration_withAValueThatCannotBe_isRefusedWithFileAndLine(String line, String message) {
        String key = line.substring(0, line.indexOf(':'));
        String yaml = IRC.replaceFirst("(?m)^" + key + ": .*$", line.strip());

        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(ConfigException.class)
                .hasMessageEndingWith(message);
    }

    @Test
    void registration_withoutSomethingItNeeds_isRefused() {
        assertThatThrownBy(() -> read(IRC.replace("hs_token: b\n", "")))
                .hasMessageContaining("service0.yaml: hs_token is missing");
    }

    @Test
    void registration_withABadExpression_isRefusedWithFileAndLine() {
        assertThatThrownBy(() -> read(IRC.replace("@irc_.*", "@irc_(?!x)")))
                .hasMessageContaining("service0.yaml line 8: namespaces.users: '@irc_(?!x)' is no")
                .hasMessageContaining("at character 8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "as_token: other | as_token: a | service1.yaml line 3: as_token is that of another application service, at",
                "hs_token: secret | hs_token: b | hs_token is that of another",
                "id: xmpp | id: irc | service1.yaml line 1: the id 'irc' is that of another",
                "xmppbot | ircbot | service1.yaml line 5: the user @ircbot:localhost is that of another",
                "xmppbot | irc_bot | service1.yaml line 5: @irc_bot:localhost is in the exclusive namespace of another",
                "@xmpp_.* | @irc_bob | service1.yaml line 8: the exclusive namespace '@irc_bob' has names in common with '@irc_.*', at",
                "#xmpp_.* | #.*net | has names in common with '#irc_.*:localhost', at",
            })
    void twoRegistrations_withTheSame_areRefusedWithBothPlaces(
            String was, String is, String message) {
        String other =
                IRC.replace("irc", "xmpp")
                        .replace("as_token: a", "as_token: other")
                        .replace("hs_token: b", "hs_token: secret");

        assertThat(read(IRC, other)).hasSize(2);
        assertThatThrownBy(() -> read(IRC, other.replace(was, is)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("service0.yaml");
    }

    @Test
    void file_thatIsNotThere_isNamed() {
        Path missing = folder.resolve("missing.yaml");

        assertThatThrownBy(() -> RegistrationFiles.read(NAME, List.of(missing)))
                .hasMessage("app_service_config_files: there is no file " + missing);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "as_token: *b | line 3: not YAML: found undefined alias b",
                "as_token: &x [*x] | not YAML: Number of aliases",
                "as_token: a\\nas_token: c | line 4: as_token is set twice, first at",
                "as_token: [a, b] | line 3: as_token: expected",
                "as_token: {a: b} | line 3: as_token: expected",
                "? [as_token] | line 3: a key must be a word",
                "- as_token | line 3: not YAML",
            })
    void registration_ofStrangeYaml_isRefusedWithItsLine(String line, String message) {
        String yaml = IRC.replace("as_token: a", line.strip().replace("\\n", "\n"));

        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("service0.yaml")
                .hasMessageContaining(message);
    }

    /// Aliases of aliases would be a billion values.
    @Test
    void registration_thatIsABomb_isRefused() {
        StringBuilder bomb = new StringBuilder(IRC + "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++) {
            bomb.append("a%d: &a%d [".formatted(i, i));
            bomb.append(("*a" + (i - 1) + ", ").repeat(10)).append("]\n");
        }

        assertThatThrownBy(() -> read(bomb.toString())).isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> read(IRC + "deep: " + "[".repeat(100_000)))
                .isInstanceOf(ConfigException.class)
                .hasMessageEndingWith("it has too many levels");
    }

    /// What a key is called that nobody knows is a bridge's affair, and so is its tag.
    @Test
    void registration_withTags_isReadAsText() {
        assertThat(read(IRC.replace("id: irc", "id: !!java.net.URL [x]\n").replace("[x]", "x")))
                .singleElement()
                .satisfies(read -> assertThat(read.id()).isEqualTo("x"));
    }

    @Test
    void file_thatIsNoText_isRefused() throws IOException {
        Path huge = folder.resolve("huge.yaml");
        Files.writeString(huge, IRC + "# " + "x".repeat(2 << 20));
        Path binary = folder.resolve("binary.yaml");
        Files.write(binary, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});

        assertThatThrownBy(() -> RegistrationFiles.read(NAME, List.of(huge)))
                .hasMessage(huge + " is no registration: it has more than 1048576 bytes");
        assertThatThrownBy(() -> RegistrationFiles.read(NAME, List.of(binary)))
                .hasMessage(binary + " is no registration: it is not text in UTF-8");
        assertThatThrownBy(() -> RegistrationFiles.read(NAME, List.of(folder)))
                .hasMessage(folder + " is no file of text");
        assertThatThrownBy(() -> RegistrationFiles.read(NAME, List.of(Path.of("/dev/zero"))))
                .hasMessage("/dev/zero is no file of text");
    }

    @Test
    void twoNamespaces_thatAreTooLongToBeCompared_areRefusedWithBothPlaces() {
        String one =
                IRC.replace("@irc_.*", "@([a-m]?){1000}([c-x]?){1000}:").replace("ircbot", "0bot");
        String other =
                IRC.replace("irc", "xmpp")
                        .replace("as_token: a", "as_token: other")
                        .replace("hs_token: b", "hs_token: secret")
                        .replace("xmppbot", "1bot")
                        .replace("@xmpp_.*", "@([n-z]?){1000}([d-y]?){1000}z");

        assertThatThrownBy(() -> read(one, other))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("service1.yaml line 8: whether the exclusive namespace")
                .hasMessageContaining("cannot be told: they are too long to be compared, at")
                .hasMessageContaining("service0.yaml line 8");
    }

    private List<Registration> read(String... texts) {
        try {
            Path[] files = new Path[texts.length];
            for (int i = 0; i < texts.length; i++) {
                files[i] = Files.writeString(folder.resolve("service" + i + ".yaml"), texts[i]);
            }
            return RegistrationFiles.read(NAME, List.of(files));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
