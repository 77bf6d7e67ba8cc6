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
