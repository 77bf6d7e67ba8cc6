package org.stoa.boot.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stoa.boot.config.Settings;
import org.stoa.boot.config.StoaConfig;
import org.stoa.testing.SmallDisk;
import org.stoa.testing.StoaProcess;
import org.stoa.testing.StoaProcess.Ended;

/// Each finding of the doctor, good and bad.
final class DoctorTest {
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final String URL = "https://127.0.0.1/.well-known/matrix/client";

    @TempDir private Path folder;
    private final Map<String, String> settings = new HashMap<>();
    private InstantSource clock = InstantSource.fixed(NOW);
    private WebFile.Source web = DoctorTest::unreachable;

    @BeforeEach
    void aServerThatHasWhatItNeeds() throws IOException {
        settings.put("data_dir", Files.createDirectory(folder.resolve("data")).toString());
        settings.put("listeners", "127.0.0.1:0");
    }

    private static WebFile unreachable(URI url) throws IOException {
        throw new IOException("refused");
    }

    private String finding(String subject) {
        StoaConfig config = StoaConfig.of(Settings.of(null, Map.of(), settings), folder);
        List<String> found =
                new Doctor(config, clock, web)
                        .examine().stream()
                                .filter(finding -> finding.subject().equals(subject))
                                .map(finding -> finding.level() + " " + finding.text())
                                .toList();
        assertThat(found).as("findings about " + subject).hasSize(1);
        return found.getFirst();
    }

    @Test
    void jdk_always_isGood() {
        assertThat(finding("JDK")).matches("GOOD Java .+, at most \\d+ MB of heap");
    }

    @Test
    void folder_thatCanBeWritten_isGood() {
        assertThat(finding("data folder"))
                .isEqualTo("GOOD %s can be written", settings.get("data_dir"));
        assertThat(Path.of(settings.getOrDefault("data_dir", ""))).isEmptyDirectory();
    }

    @Test
    void folder_thatCanBeMade_isGoodAndNotMade() {
        Path missing = folder.resolve("a/b");
        settings.put("data_dir", missing.toString());

        assertThat(finding("data folder"))
                .isEqualTo("GOOD %s does not exist yet and can be made", missing);
        assertThat(missing).doesNotExist();
    }

    @Test
    void folder_belowAFile_isBad() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        settings.put("data_dir", file.resolve("data").toString());

        assertThat(finding("data folder")).startsWith("BAD " + file + " cannot be written (");
    }

    @Test
    void disk_withSpace_isGood() {
        assertThat(finding("disk")).matches("(GOOD|WARNING) .* GB free on .*");
    }

    @Test
    void server_thatDoesNotRun_isSaid() {
        assertThat(finding("server")).isEqualTo("GOOD does not run on this data folder");
    }

    @Test
    void port_thatIsFree_isGood() {
        assertThat(finding("port 0")).isEqualTo("GOOD 127.0.0.1 port 0 is free");
    }

    @Test
    void port_thatIsTaken_isBad() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            settings.put("listeners", "127.0.0.1:" + port);

            assertThat(finding("port " + port))
                    .startsWith("BAD 127.0.0.1 port " + port + " cannot be had (")
                    .endsWith("): end the program that has it, or take another port");
        }
    }

    @Test
    void portOfMetrics_thatIsTaken_isBad() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            settings.put("metrics.enabled", "true");
            settings.put("metrics.port", Integer.toString(port));

            assertThat(finding("port " + port)).startsWith("BAD 127.0.0.1 port " + port);
        }
    }

    @Test
    void address_thatTheMachineLacks_isBadUnlessOptional() {
        settings.put("listeners", "[{address: 192.0.2.1, port: 8009}]");
        assertThat(finding("port 8009")).startsWith("BAD 192.0.2.1 port 8009 cannot be had (");

        settings.put("listeners", "[{address: 192.0.2.1, port: 8009, optional: true}]");
        assertThat(finding("port 8009"))
                .startsWith("WARNING 192.0.2.1 port 8009 cannot be had (")
                .endsWith("; the server starts without it");
    }

    @Test
    void name_localhost_isAWarning() {
        assertThat(finding("name")).startsWith("WARNING 'localhost' is for trying out");
    }

    @Test
    void name_thatNobodyKnows_isBad() {
        settings.put("server_name", "nobody.invalid");

        assertThat(finding("DNS"))
                .isEqualTo(
                        "BAD nobody knows the address of nobody.invalid: add it to the DNS of its domain");
    }

    @Test
    void name_withAnAddress_isGood() {
        settings.put("server_name", "127.0.0.1");

        assertThat(finding("DNS")).isEqualTo("GOOD 127.0.0.1 is 127.0.0.1");
    }

    @Test
    void wellKnown_thatCannotBeRead_isAWarning() {
        settings.put("server_name", "127.0.0.1");

        assertThat(finding("well-known"))
                .isEqualTo(
                        "WARNING %s cannot be read (java.io.IOException: refused): clients find the server only by its full URL",
                        URL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "404|{}|WARNING %s answers 404: set public_base_url, and pass /.well-known/matrix/ of that name on to Stoa",
                "200|{}|BAD %s has no m.homeserver.base_url: clients refuse it",
                "200|<html>|BAD %s has no m.homeserver.base_url: clients refuse it",
                "200|{\"m.homeserver\": {\"base_url\": \"https://m.example/\"}}|GOOD %s sends clients to https://m.example",
                "200|{\"m.homeserver\": {\"base_url\": \"https://other.example\"}}|WARNING %s sends clients to https://other.example, and public_base_url is https://m.example",
            })
    void wellKnown_byItsContent_isJudged(int status, String body, String expected) {
        settings.put("server_name", "127.0.0.1");
        settings.put("public_base_url", "https://m.example");
        web = url -> new WebFile(status, body.getBytes(StandardCharsets.UTF_8), Optional.empty());

        assertThat(finding("well-known")).isEqualTo(expected.formatted(URL));
    }

    @Test
    void clock_asElsewhere_isGood() {
        assertThat(clockAgainst(NOW.plusSeconds(29)))
                .isEqualTo("GOOD 2026-05-01T12:00:00Z, as at 127.0.0.1");
    }

    @Test
    void clock_farFromElsewhere_isBad() {
        assertThat(clockAgainst(NOW.minus(Duration.ofMinutes(5))))
                .isEqualTo(
                        "BAD it is 300 s away from that of 127.0.0.1: turn time synchronisation on");
    }

    private String clockAgainst(Instant there) {
        settings.put("server_name", "127.0.0.1");
        web = url -> new WebFile(404, new byte[0], Optional.of(there));
        return finding("clock");
    }

    @Test
    void clock_withNobodyToCompare_isGoodUnlessLongAgo() {
        assertThat(finding("clock")).startsWith("GOOD 2026-05-01T12:00:00Z;");

        clock = InstantSource.fixed(Instant.EPOCH);
        assertThat(finding("clock"))
                .isEqualTo("BAD 1970-01-01T00:00:00Z is long ago: set the clock");
    }

    @Test
    void process_whenNothingIsBad_endsWith0() {
        Ended ended = doctor(folder.resolve("data")).run();

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out())
                .startsWith("good     configuration: no file, all defaults\n")
                .contains("\nwarning  name: ")
                .doesNotContain("BAD");
    }

    @Test
    void process_whenSomethingIsBad_endsWith1() {
        Ended ended =
                doctor(folder.resolve("data"))
                        .set("listeners", "192.0.2.1:8009")
                        .set("sever_name", "a")
                        .run();

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).contains("\nBAD      port 8009: ", "\nwarning  the environment");
    }

    @Test
    void process_besideTheRunningServer_seesIt() {
        Path data = folder.resolve("data");
        try (StoaProcess server = StoaProcess.server(data).serve()) {
            String listener = server.url().getAuthority();

            Ended same = doctor(data).set("listeners", listener).run();
            Ended other = doctor(data).run();

            assertThat(same.out())
                    .contains(
                            "\ngood     server: runs on this data folder\n",
                            "is taken, by the running server or another program\n");
            assertThat(other.out()).contains("was it started with another configuration?");
        }
    }

    @Test
    void process_onADiskWithLittleSpace_warns() {
        Path data = folder.resolve("data");
        try (SmallDisk disk = SmallDisk.over(data)) {
            Ended ended = doctor(disk.folder()).under(disk.prefix()).run();

            assertThat(ended.exitCode()).isZero();
            assertThat(ended.out())
                    .containsPattern(
                            "\nwarning  disk: 0\\.0 GB free on .*: make room, a full disk stops all writing\n");
        }
    }

    private static StoaProcess.Builder doctor(Path data) {
        return StoaProcess.command(Path.of(System.getProperty("java.io.tmpdir")), "doctor")
                .set("data_dir", data.toString())
                .set("listeners", "127.0.0.1:0");
    }
}
