package org.stoa.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.stoa.http.Cidr;
import org.stoa.http.HeldBytes;
import org.stoa.http.RateLimitConfig;
import org.stoa.http.RateLimits;
import org.stoa.platform.ManualTime;
import org.stoa.platform.TestPlatform;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonObject;
import org.stoa.remote.connect.RequestLimits;
import org.stoa.storage.CommitListener;
import org.stoa.storage.Database;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.storage.testing.TestEngine;
import org.stoa.testing.ScriptedResolver;
import org.stoa.testing.ScriptedServer;
import org.stoa.testing.TestAuthority;

/// What the answers of other servers take of the memory together.
@Timeout(60)
final class HeldAnswerTest {
    private static final TestAuthority AUTHORITY = new TestAuthority();
    private static final int KIB = 1 << 10;
    private static final RemotePath PATH = RemotePath.of("/x");

    private final TestDatabase storage = TestDatabase.create(TestEngine.SQLITE);
    private final ManualTime time = new ManualTime();
    private final Database database = Database.open(storage.config(time), CommitListener.NONE);
    private final ScriptedResolver names = new ScriptedResolver();
    private final HeldBytes memory = HeldBytes.ofServers(600 * KIB);
    private final RemoteModule remote =
            new RemoteModule(
                    RemoteConfig.of(ServerName.parse("own.test"))
                            .withAuthorities(List.of(AUTHORITY.certificate()))
                            .withAllowedNetworks(List.of(Cidr.parse("127.0.0.0/8"))),
                    database,
                    names,
                    UnaryOperator.identity(),
                    new RateLimits(RateLimitConfig.defaults(), time),
                    TestPlatform.with(time),
                    memory);

    @AfterEach
    void close() {
        remote.close();
        database.close();
        storage.close();
    }

    private ScriptedServer server(String name, String answer) {
        ScriptedServer server =
                new ScriptedServer(
                        AUTHORITY.context(AUTHORITY.issue(name)), ScriptedServer.always(answer));
        names.server(name, server.port());
        return server;
    }

    private static String text(int bytes) {
        return "{\"a\":\"" + "x".repeat(bytes) + "\"}";
    }

    private RemoteServer named(String name) {
        return remote.servers().get(ServerName.parse(name));
    }

    @Test
    void answer_whileAnotherOfTheServerIsRead_waitsForRoomThatOthersHave() {
        try (ScriptedServer _ = server("a.test", text(150 * KIB));
                ScriptedServer _ = server("b.test", text(150 * KIB))) {
            List<RemoteResult> meanwhile = new ArrayList<>();

            boolean first =
                    named("a.test")
                            .put(
                                    PATH,
                                    JsonObject.EMPTY,
                                    RequestLimits.DEFAULT,
                                    result -> {
                                        meanwhile.add(named("a.test").get(PATH));
                                        meanwhile.add(named("b.test").get(PATH));
                                        return result.done().isPresent();
                                    });

            assertThat(first).isTrue();
            assertThat(meanwhile.getFirst()).isInstanceOf(RemoteResult.Unreachable.class);
            assertThat(meanwhile.getLast()).isInstanceOf(RemoteResult.Done.class);
            assertThat(named("a.test").retryAt()).isEmpty();
            assertThat(named("a.test").get(PATH)).isInstanceOf(RemoteResult.Done.class);
            assertThat(memory.held()).isZero();
        }
    }

    @Test
    void sharedAnswer_isHeldUntilItWasRead() {
        try (ScriptedServer _ = server("a.test", text(150 * KIB))) {
            long held = named("a.test").getShared(PATH, RequestLimits.DEFAULT, _ -> memory.held());

            assertThat(held).isGreaterThan(150 * KIB);
            assertThat(memory.held()).isZero();
        }
    }

    @Test
    void answer_thatBecomesLargeByItsValues_isNotParsed() {
        try (ScriptedServer _ = server("a.test", "{\"a\":[0" + ",0".repeat(20 * KIB) + "]}")) {
            RemoteResult result = named("a.test").get(PATH);

            assertThat(result).isInstanceOf(RemoteResult.Unreachable.class);
            assertThat(memory.held()).isZero();
        }
    }

    @Test
    void readerThatFails_givesTheRoomBack() {
        try (ScriptedServer _ = server("a.test", text(150 * KIB))) {
            try {
                named("a.test")
                        .getShared(
                                PATH,
                                RequestLimits.DEFAULT,
                                _ -> {
                                    throw new IllegalStateException("read");
                                });
            } catch (IllegalStateException read) {
                assertThat(read).hasMessage("read");
            }

            assertThat(memory.held()).isZero();
        }
    }
}
