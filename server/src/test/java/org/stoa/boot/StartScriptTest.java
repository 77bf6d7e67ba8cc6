package org.stoa.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.SelfSigned;
import org.stoa.testing.StoaProcess;
import org.stoa.testing.StoaProcess.Ended;
import org.stoa.testing.TestRegistrations;

/// The start script of the suites, `conformance/start-stoa`, with a `./stoa` that runs what the tests run.
final class StartScriptTest {
    private static final Pattern HTTPS = Pattern.compile("listening on (https://\\S+)");

    @TempDir private Path folder;
    private Path script = Path.of("");

    @BeforeEach
    void copyTheScript() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home/conformance"));
        script = Files.copy(Path.of("../conformance/start-stoa"), home.resolve("start-stoa"));
        Path stoa = home.resolveSibling("stoa");
        Files.writeString(stoa, "#!/bin/sh\nexec " + StoaProcess.shellCommand() + " \"$@\"\n");
        Files.setPosixFilePermissions(stoa, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private StoaProcess.Builder start() {
        return StoaProcess.program(folder, "bash", script.toString())
                .environment("SERVER_NAME", "hs1")
                .environment("CLIENT_LISTEN", "127.0.0.1:0")
                .environment("DATA_DIR", folder.resolve("data").toString());
    }

    @Test
    void federationListener_withACertificate_speaksTls() throws Exception {
        SelfSigned certificate = SelfSigned.in(folder);
        try (StoaProcess server =
                        start().environment("FEDERATION_LISTEN", "127.0.0.1:0")
                                .environment("TLS_CERT", certificate.certificate().toString())
                                .environment("TLS_KEY", certificate.key().toString())
                                .serve();
                HttpClient http = HttpClient.newBuilder().sslContext(certificate.trust()).build()) {
            URI https = URI.create(server.awaitLine(HTTPS).group(1));

            HttpResponse<String> answer =
                    http.send(
                            HttpRequest.newBuilder(https.resolve("/_matrix/client/versions"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(server.url().getScheme()).isEqualTo("http");
            assertThat(server.client().register("alice").id()).isEqualTo("@alice:hs1");
            assertThat(server.stop().exitCode()).isZero();
        }
    }

    @Test
    void federationListener_withoutACertificate_endsWith2() {
        Ended ended = start().environment("FEDERATION_LISTEN", "127.0.0.1:0").run();

        assertThat(ended)
                .isEqualTo(
                        new Ended(
                                2,
                                "",
                                "start-stoa: FEDERATION_LISTEN needs TLS_CERT, a readable PEM file\n"));
    }

    @Test
    void certificate_thatIsNone_isNamedInOneLine() throws Exception {
        Path none = Files.writeString(folder.resolve("none.pem"), "nothing");

        Ended ended =
                start().environment("FEDERATION_LISTEN", "127.0.0.1:0")
                        .environment("TLS_CERT", none.toString())
                        .environment("TLS_KEY", none.toString())
                        .run();

        assertThat(ended.err())
                .isEqualTo(
                        "stoa: The certificate cannot be used: There is no certificate in "
                                + none
                                + "\n");
        assertThat(ended.exitCode()).isEqualTo(ExitCode.USAGE.number());
    }

    @Test
    void appServices_ofAFolder_areKnown() throws Exception {
        Path services = Files.createDirectory(folder.resolve("my services"));
        Files.writeString(services.resolve("irc.yaml"), TestRegistrations.irc("null"));
        Files.writeString(
                services.resolve("other.yaml"),
                TestRegistrations.irc("null").replace("irc", "xmpp").replace("the-", "other-"));
        Files.writeString(services.resolve("notes.txt"), "no registration");

        try (StoaProcess server = start().environment("APPSERVICES", services.toString()).serve()) {
            for (String token : List.of(TestRegistrations.AS_TOKEN, "other-as-token")) {
                assertThat(
                                server.client()
                                        .as(
                                                JsonObject.of(
                                                        "user_id", "@ircbot:hs1",
                                                        "access_token", token,
                                                        "device_id", "none"))
                                        .get("/account/whoami")
                                        .status())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void appServices_ofAnEmptyFolder_areNone() throws Exception {
        Path services = Files.createDirectory(folder.resolve("services"));

        try (StoaProcess server = start().environment("APPSERVICES", services.toString()).serve()) {
            assertThat(server.client().get("/login").text()).doesNotContain("application_service");
        }
    }

    @Test
    void appServices_thatAreNoFolder_endWith2() {
        Ended ended = start().environment("APPSERVICES", "/nowhere").run();

        assertThat(ended)
                .isEqualTo(
                        new Ended(2, "", "start-stoa: APPSERVICES must be a folder: /nowhere\n"));
    }

    @Test
    void folder_thatIsNotNamed_endsWith2() {
        Ended ended = StoaProcess.program(folder, "bash", script.toString()).run();

        assertThat(ended).isEqualTo(new Ended(2, "", "start-stoa: SERVER_NAME is not set\n"));
    }
}
