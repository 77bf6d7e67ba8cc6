package org.stoa.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.stoa.http.Cidr;
import org.stoa.platform.ManualTime;
import org.stoa.platform.TestPlatform;
import org.stoa.protocol.id.ServerName;
import org.stoa.remote.connect.RequestLimits;
import org.stoa.storage.CommitListener;
import org.stoa.storage.Database;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.storage.testing.TestEngine;
import org.stoa.testing.ScriptedResolver;
import org.stoa.testing.ScriptedServer;
import org.stoa.testing.TestAuthority;

/// Answers that are put on the disk.
@Timeout(60)
final class KeptAnswersTest {
    private static final TestAuthority AUTHORITY = new TestAuthority();
    private static final int KIB = 1 << 10;
    private static final RemotePath PATH = RemotePath.of("/x");

    @TempDir private Path folder;
    private final TestDatabase storage = TestDatabase.create(TestEngine.SQLITE);
    private final ManualTime time = new ManualTime();
    private final Database database = Database.open(storage.config(time), CommitListener.NONE);
    private final ScriptedResolver names = new ScriptedResolver();

    @AfterEach
    void close() {
        database.close();
        storage.close();
    }

    private RemoteModule remote(long max) {
        return new RemoteModule(
                RemoteConfig.of(ServerName.parse("own.test"))
                        .withAuthorities(List.of(AUTHORITY.certificate()))
                        .withAllowedNetworks(List.of(Cidr.parse("127.0.0.0/8")))
                        .withAnswers(folder.resolve("incoming"), max),
                database,
                names,
                TestPlatform.with(time));
    }

    private ScriptedServer server(ScriptedServer.Script script) {
        ScriptedServer server =
                new ScriptedServer(AUTHORITY.context(AUTHORITY.issue("a.test")), script);
        names.server("a.test", server.port());
        return server;
    }

    private static String text(int bytes) {
        return "{\"a\":\"" + "xyz".repeat(bytes / 3) + "\"}";
    }

    private <T> T ask(RemoteModule remote, Function<LargeResult, T> reader) {
        return remote.servers()
                .get(ServerName.parse("a.test"))
                .getLarge(PATH, RequestLimits.DEFAULT, reader);
    }

    private List<Path> files() {
        Path incoming = folder.resolve("incoming");
        if (!Files.exists(incoming)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(incoming)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(LargeResult result) {
        LargeResult.Text answer = (LargeResult.Text) result;
        try (var in = answer.text().stream()) {
            String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            byte[] part = answer.text().part(1, all.length() - 1);
            assertThat(new String(part, StandardCharsets.UTF_8))
                    .isEqualTo(all.substring(1, all.length() - 1));
            assertThat(answer.text().size()).isEqualTo(all.length());
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void answer_ofAnySize_isRead() {
        for (int size : new int[] {10, 255 * KIB, 256 * KIB, 257 * KIB, 3_000 * KIB}) {
            try (ScriptedServer _ = server(ScriptedServer.always(text(size)));
                    RemoteModule remote = remote(1 << 30)) {
                String read =
                        ask(
                                remote,
                                result -> {
                                    assertThat(files()).isEmpty();
                                    return read(result);
                                });

                assertThat(read).isEqualTo(text(size));
            }
        }
        assertThat(folder.resolve("incoming")).exists();
    }

    @Test
    void answer_thatIsLargerThanAllowed_isRefused() {
        try (ScriptedServer _ = server(ScriptedServer.always(text(600 * KIB)));
                RemoteModule remote = remote(500 * KIB)) {
            LargeResult result = ask(remote, it -> it);

            assertThat(result)
                    .isEqualTo(
                            new LargeResult.Failed(
                                    new RemoteResult.BadAnswer(
                                            "an answer of more than " + 500 * KIB + " bytes")));
        }
    }

    @Test
    void answer_withoutALength_isRefusedWhenItHasBecomeTooLarge() {
        String endless = "HTTP/1.1 200 X\r\nConnection: close\r\n\r\n" + text(600 * KIB);
        try (ScriptedServer _ =
                        server(
                                (request, out) -> {
                                    ScriptedServer.write(out, endless);
                                    throw new IOException("closed");
                                });
                RemoteModule remote = remote(500 * KIB)) {
            for (int i = 0; i < 5; i++) {
                LargeResult result = ask(remote, it -> it);
                assertThat(result)
                        .isEqualTo(
                                new LargeResult.Failed(
                                        new RemoteResult.BadAnswer(
                                                "an answer of more than " + 500 * KIB + " bytes")));
                time.advance(Duration.ofDays(1));
            }
        }
    }

    @Test
    void answer_thatBreaksOff_isNone() {
        try (ScriptedServer _ =
                        server(
                                (request, out) -> {
                                    ScriptedServer.write(
                                            out,
                                            "HTTP/1.1 200 X\r\nContent-Length: 9000000\r\n\r\n"
                                                    + text(600 * KIB));
                                    throw new IOException("broken off");
                                });
                RemoteModule remote = remote(1 << 30)) {
            LargeResult result = ask(remote, it -> it);

            assertThat(result)
                    .isInstanceOfSatisfying(
                            LargeResult.Failed.class,
                            failed ->
                                    assertThat(failed.result())
                                            .isInstanceOf(RemoteResult.BadAnswer.class));
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void largestAnswers_thatAreReadAtOnce_areFour() {
        try (ScriptedServer _ = server(ScriptedServer.always(text(400 * KIB)));
                RemoteModule remote = remote(500 * KIB)) {
            assertThat(nested(remote, 8)).isEqualTo(4);
            assertThat(nested(remote, 3)).isEqualTo(3);
        }
    }

    /// Reads an answer while another is read, and so on; returns how many there were at once.
    private int nested(RemoteModule remote, int deep) {
        return deep == 0
                ? 0
                : ask(
                        remote,
                        result ->
                                result instanceof LargeResult.Text
                                        ? 1 + nested(remote, deep - 1)
                                        : 0);
    }

    @Test
    void refusal_isReadAsUsual() {
        try (ScriptedServer _ =
                        server(
                                (request, out) ->
                                        ScriptedServer.json(
                                                out, 403, "{\"errcode\":\"M_FORBIDDEN\"}"));
                RemoteModule remote = remote(1 << 30)) {
            LargeResult result = ask(remote, it -> it);

            assertThat(result)
                    .isInstanceOfSatisfying(
                            LargeResult.Failed.class,
                            failed ->
                                    assertThat(failed.result())
                                            .isInstanceOf(RemoteResult.Refused.class));
        }
    }
}
