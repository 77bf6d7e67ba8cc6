package org.stoa.bridge.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistrationFileTest {

    private static final String EXAMPLE =
            """
            id: "IRC Bridge"
            url: "http://127.0.0.1:1234"
            as_token: "30c05ae9"
            hs_token: "312df522"
            sender_localpart: "_irc_bot"
            namespaces:
              users:
                - exclusive: true
                  regex: "@_irc_bridge_.*"
              aliases:
                - exclusive: false
                  regex: "#_irc_bridge_.*"
              rooms: []
            """;

    @TempDir Path folder;

    @Test
    void parse_exampleOfTheSpecification_hasAllOfIt() {
        Registration registration = RegistrationFile.parse(EXAMPLE, "irc.yaml");

        assertThat(registration)
                .isEqualTo(
                        new Registration(
                                "IRC Bridge",
                                "http://127.0.0.1:1234",
                                "30c05ae9",
                                "312df522",
                                "_irc_bot",
                                List.of(new Namespace("@_irc_bridge_.*", true)),
                                List.of(new Namespace("#_irc_bridge_.*", false)),
                                List.of(),
                                true,
                                false,
                                List.of()));
    }

    @Test
    void write_thenRead_isTheSame() throws IOException {
        Registration registration =
                Registration.ofBot("irc", "http://localhost:9010")
                        .withSender("ircbot")
                        .withProtocols(List.of("irc"))
                        .withNamespaces(
                                List.of(Namespace.exclusiveBetween("@_irc_", ":a.org")),
                                List.of(Namespace.exclusiveBetween("#irc_", ":a.org")));
        Path file = folder.resolve("irc.yaml");

        RegistrationFile.write(file, registration);

        assertThat(RegistrationFile.read(file)).isEqualTo(registration);
        assertThat(registration.users()).containsExactly(new Namespace("@_irc_.*:a\\.org", true));
        assertThat(registration.asToken()).hasSize(64).isNotEqualTo(registration.hsToken());
        assertThat(Files.getPosixFilePermissions(file))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void write_overAnother_isRefused() throws IOException {
        Path file = folder.resolve("irc.yaml");
        RegistrationFile.write(file, Registration.ofBot("a", "http://localhost"));

        assertThatThrownBy(
                        () ->
                                RegistrationFile.write(
                                        file, Registration.ofBot("b", "http://localhost")))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void parse_withoutIdAndWithUrlNull_takesTheNameOfTheFile() {
        Registration registration =
                RegistrationFile.parse(
                        "url: null\nas_token: a\nhs_token: b\nsender_localpart: logging\n",
                        "registration.yaml");

        assertThat(registration.id()).isEqualTo("registration.yaml");
        assertThat(registration.url()).isNull();
    }

    @Test
    void parse_whatIsNone_saysWhatIsWrong() {
        assertThatThrownBy(() -> RegistrationFile.parse("url: x", "a.yaml"))
                .hasMessage("a.yaml: as_token is missing");
        assertThatThrownBy(() -> RegistrationFile.parse(EXAMPLE.replace("[]", "3"), "a.yaml"))
                .hasMessage("a.yaml, namespaces: expected a list for rooms");
        assertThatThrownBy(() -> RegistrationFile.parse("a: [", "a.yaml"))
                .hasMessageStartingWith("a.yaml: not YAML: ");
    }

    @Test
    void toString_hasNoSecrets() {
        Registration registration = Registration.ofBot("irc", "http://localhost");

        assertThat(registration.toString()).isEqualTo("Registration[irc]");
    }
}
