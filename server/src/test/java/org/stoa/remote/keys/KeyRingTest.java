package org.stoa.remote.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.ScriptedServer.json;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.stoa.http.Cidr;
import org.stoa.http.RateLimitConfig;
import org.stoa.http.RateLimits;
import org.stoa.platform.ManualTime;
import org.stoa.platform.TestPlatform;
import org.stoa.protocol.event.SigningKey;
import org.stoa.protocol.event.VerifyKey;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.server.PublishedKeys;
import org.stoa.remote.RemoteConfig;
import org.stoa.remote.RemoteModule;
import org.stoa.storage.CommitListener;
import org.stoa.storage.Database;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.storage.testing.TestEngine;
import org.stoa.testing.ScriptedResolver;
import org.stoa.testing.ScriptedServer;
import org.stoa.testing.TestAuthority;
import org.stoa.testing.TestPeer;

@Timeout(60)
final class KeyRingTest {
    private static final TestAuthority AUTHORITY = new TestAuthority();
    private static final TestAuthority.Issued CERTIFICATE =
            AUTHORITY.issue("a.test", "b.test", "notary.test");
    private static final TestPeer A = TestPeer.of("a.test", "1");
    private static final TestPeer B = TestPeer.of("b.test", "1");
    private static final TestPeer NOTARY = TestPeer.of("notary.test", "n");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration PAUSE = Duration.ofSeconds(11);

    private final TestDatabase storage = TestDatabase.create(TestEngine.SQLITE);
    private final ManualTime time = new ManualTime();
    private final Database database = Database.open(storage.config(time), CommitListener.NONE);
    private final ScriptedResolver names = new ScriptedResolver();
    private final RemoteConfig config =
            RemoteConfig.of(ServerName.parse("own.test"))
                    .withAuthorities(List.of(AUTHORITY.certificate()))
                    .withAllowedNetworks(List.of(Cidr.parse("127.0.0.0/8")))
                    .withNotaries(List.of(NOTARY.name()));
    private final RemoteModule remote =
            new RemoteModule(config, database, names, TestPlatform.with(time));

    /// What is answered to `host method target`; 500 where nothing stands.
    private final Map<String, JsonObject> answers = new ConcurrentHashMap<>();

    /// The other statuses, where nothing stands.
    private final Map<String, Integer> refusals = new ConcurrentHashMap<>();

    private final ScriptedServer server =
            new ScriptedServer(
                    AUTHORITY.context(CERTIFICATE),
                    (request, out) -> {
                        JsonObject answer =
                                answers.get(request.headers().get("host") + " " + request.what());
                        int refusal =
                                refusals.getOrDefault(
                                        request.headers().get("host") + " " + request.what(), 500);
                        json(out, answer == null ? refusal : 200, String.valueOf(answer));
                    });

    @BeforeEach
    void name() {
        for (TestPeer peer : List.of(A, B, NOTARY)) {
            names.server(peer.name().text(), server.port());
        }
    }

    @AfterEach
    void close() {
        server.close();
        remote.close();
        database.close();
        storage.close();
    }

    private KeyRing ring() {
        return remote.keyRing();
    }

    private long now() {
        return time.millis();
    }

    private void publish(TestPeer peer, JsonObject document) {
        answers.put(peer.name() + " GET /_matrix/key/v2/server", document);
    }

    private void publish(TestPeer peer, Duration validity) {
        publish(peer, peer.published(now() + validity.toMillis()));
    }

    private void notarize(JsonObject... documents) {
        answers.put(
                NOTARY.name() + " POST /_matrix/key/v2/query",
                JsonObject.of("server_keys", JsonArray.of(documents)));
    }

    private void notarizeOne(TestPeer peer, long validUntil, JsonObject document) {
        answers.put(
                NOTARY.name()
                        + " GET /_matrix/key/v2/query/"
                        + peer.name()
                        + "?minimum_valid_until_ts="
                        + validUntil,
                JsonObject.of("server_keys", JsonArray.of(document)));
    }

    private KeyWish wish(TestPeer peer, long validAt) {
        return new KeyWish(peer.name(), peer.key().keyId(), validAt);
    }

    private static VerifyKey key(TestPeer peer) {
        return peer.key().verifyKey();
    }

    @Test
    void key_ofAServer_isAskedForOnceAndKept() {
        publish(A, DAY);

        assertThat(ring().find(wish(A, now()))).hasValue(key(A));
        assertThat(ring().current(A.name(), A.key().keyId())).hasValue(key(A));
        try (RemoteModule restarted =
                new RemoteModule(config, database, names, TestPlatform.with(time))) {
            assertThat(restarted.keyRing().find(wish(A, now()))).hasValue(key(A));
        }
        assertThat(server.heard()).hasSize(1);
        assertThat(server.heard().getFirst().headers()).doesNotContainKey("authorization");
    }

    @Test
    void key_withoutAValidSignature_isNotTaken() {
        publish(A, A.unsigned(now() + DAY.toMillis()));

        assertThat(ring().find(wish(A, now()))).isEmpty();
    }

    @Test
    void key_signedByAnotherServer_isNotTaken() {
        publish(A, B.sign(A.unsigned(now() + DAY.toMillis())));

        assertThat(ring().find(wish(A, now()))).isEmpty();
    }

    @Test
    void key_ofAnotherServer_isNotTaken() {
        publish(A, B.published(now() + DAY.toMillis()));

        assertThat(ring().find(wish(A, now()))).isEmpty();
        assertThat(ring().find(wish(B, 0))).isEmpty();
    }

    @Test
    void key_afterItsTime_isAskedForAgain() {
        publish(A, DAY);
        ring().find(wish(A, now()));
        time.advance(DAY.plusSeconds(1));
        assertThat(ring().find(wish(A, now()))).isEmpty();
        time.advance(PAUSE);
        publish(A, DAY);

        assertThat(ring().find(wish(A, now()))).hasValue(key(A));
    }

    @Test
    void key_whereTheTimeDoesNotMatter_isTakenAfterIt() {
        publish(A, DAY);
        ring().find(wish(A, now()));
        time.advance(DAY.plusSeconds(1));

        assertThat(ring().find(wish(A, 0))).hasValue(key(A));
        assertThat(ring().find(wish(A, now() - DAY.toMillis()))).hasValue(key(A));
    }

    @Test
    void key_forAYear_isValidForAWeek() {
        publish(A, Duration.ofDays(365));

        assertThat(ring().find(wish(A, now() + Duration.ofDays(7).toMillis()))).isPresent();
        assertThat(ring().find(wish(A, now() + Duration.ofDays(7).toMillis() + 1))).isEmpty();
    }

    @Test
    void key_thatIsOld_isValidForWhatIsOlder() {
        TestPeer before = TestPeer.of("a.test", "0");
        JsonObject old = JsonObject.of("key", key(before).text(), "expired_ts", now() - 1_000);
        publish(
                A,
                A.sign(
                        A.unsigned(now() + DAY.toMillis())
                                .with(
                                        "old_verify_keys",
                                        JsonObject.of(before.key().keyId(), old))));

        assertThat(ring().find(wish(before, now() - 1_000))).hasValue(key(before));
        assertThat(ring().find(wish(before, now() - 999))).isEmpty();
        assertThat(ring().current(A.name(), before.key().keyId())).isEmpty();
    }

    private static JsonObject with(TestPeer peer, JsonObject document, String name, Object value) {
        return peer.sign(document.without("signatures").with(name, Json.of(value)));
    }

    @Test
    void keys_inADocumentThatIsTooLong_areNotTaken() {
        JsonObject tooLong =
                with(A, A.published(now() + DAY.toMillis()), "x", "x".repeat(32 << 10));
        publish(A, tooLong);
        publish(NOTARY, DAY);
        notarize(NOTARY.sign(tooLong));

        assertThat(ring().find(wish(A, now()))).isEmpty();
    }

    @Test
    void documentOfManyKeys_isKeptOnceAndShownForEach() {
        JsonObject.Builder old = JsonObject.builder();
        for (int i = 0; i < PublishedKeys.MAX_OLD; i++) {
            String key = key(TestPeer.of("a.test", "old" + i)).text();
            old.put("ed25519:old" + i, JsonObject.of("key", key, "expired_ts", now() - 1));
        }
        JsonObject document = A.unsigned(now() + DAY.toMillis());
        document = A.sign(document.with("old_verify_keys", old.build()));
        publish(A, document);

        assertThat(ring().current(A.name(), A.key().keyId())).isPresent();

        KeyStore store = new KeyStore(database, time);
        assertThat(store.of(A.name()).keys()).hasSize(PublishedKeys.MAX_OLD + 1);
        assertThat(store.of(A.name()).keys().values())
                .filteredOn(key -> !key.row().document().isEmpty())
                .hasSize(1);
        Notary notary =
                new Notary(
                        ServerName.parse("own.test"),
                        remote.ownKeys(),
                        store,
                        ring(),
                        new RateLimits(RateLimitConfig.off(), time),
                        time);
        Notary.Query query = new Notary.Query(A.name(), Map.of("ed25519:old7", 0L), 0);
        assertThat(notary.answer(List.of(query), InetAddress.ofLiteral("192.0.2.1")))
                .containsExactly(remote.ownKeys().sign(document));
    }

    @Test
    void key_thatIsUnknown_isNotAskedForAtOnceAgain() {
        publish(A, DAY);
        KeyWish unknown = new KeyWish(A.name(), "ed25519:made_up", 0);
        ring().find(unknown);
        int asked = directQuestions();
        ring().find(unknown);
        assertThat(directQuestions()).isEqualTo(asked);

        time.advance(PAUSE);
        ring().find(unknown);

        assertThat(directQuestions()).isEqualTo(asked + 1);
    }

    @Test
    void server_thatDoesNotAnswer_isAskedLessAndLess() {
        for (int second = 0; second < 120; second++) {
            ring().find(wish(A, 0));
            time.advance(Duration.ofSeconds(1));
        }

        assertThat(directQuestions()).isEqualTo(6);
    }

    private int directQuestions() {
        return (int)
                server.heard().stream()
                        .filter(heard -> "a.test".equals(heard.headers().get("host")))
                        .count();
    }

    @Test
    void key_ofAnAlgorithmThatNobodyKnows_isNotAskedFor() {
        assertThat(ring().find(new KeyWish(A.name(), "rsa:1", 0))).isEmpty();
        assertThat(server.connections()).isZero();
    }

    @Test
    void key_ofAServerThatIsGone_isTakenFromANotary() {
        publish(NOTARY, DAY);
        notarize(NOTARY.sign(A.published(now() + DAY.toMillis())));

        assertThat(ring().find(wish(A, now()))).hasValue(key(A));
        assertThat(server.heard())
                .filteredOn(heard -> heard.what().startsWith("POST"))
                .extracting(ScriptedServer.Heard::body)
                .containsExactly(
                        "{\"server_keys\":{\"a.test\":{\"ed25519:1\":{\"minimum_valid_until_ts\":"
                                + now()
                                + "}}}}");
    }

    @Test
    void keys_ofANotaryThatTellsOfOneServerAtATime_areTaken() {
        publish(NOTARY, DAY);
        refusals.put(NOTARY.name() + " POST /_matrix/key/v2/query", 405);
        long until = now() + DAY.toMillis();
        notarizeOne(A, now(), NOTARY.sign(A.published(until)));
        notarizeOne(B, until, NOTARY.sign(B.published(until)));

        assertThat(ring().find(List.of(wish(A, now()), wish(B, now()), wish(B, until))))
                .isEqualTo(
                        Map.of(
                                wish(A, now()), key(A),
                                wish(B, now()), key(B),
                                wish(B, until), key(B)));
    }

    @Test
    void notary_thatFails_isNotAskedAboutOneServerAfterTheOther() {
        publish(NOTARY, DAY);

        assertThat(ring().find(List.of(wish(A, now()), wish(B, now())))).isEmpty();
        assertThat(server.heard()).filteredOn(heard -> heard.what().contains("/query/")).isEmpty();
    }

    @Test
    void key_thatTheNotaryDidNotSign_isNotTaken() {
        publish(NOTARY, DAY);
        notarize(A.published(now() + DAY.toMillis()), B.sign(A.published(now() + DAY.toMillis())));

        assertThat(ring().find(wish(A, now()))).isEmpty();
    }

    @Test
    void key_thatOnlyTheNotarySigned_isNotTaken() {
        publish(NOTARY, DAY);
        notarize(NOTARY.sign(A.unsigned(now() + DAY.toMillis())));

        assertThat(ring().find(wish(A, now()))).isEmpty();
    }

    @Test
    void key_thatNobodyAskedFor_isNotTakenFromANotary() {
        publish(NOTARY, DAY);
        notarize(NOTARY.sign(B.published(now() + DAY.toMillis())));
        ring().find(wish(A, now()));
        answers.clear();

        assertThat(ring().find(wish(B, 0))).isEmpty();
    }

    @Test
    void keys_ofSeveralServers_areFoundTogether() {
        publish(A, DAY);
        publish(NOTARY, DAY);
        notarize(NOTARY.sign(B.published(now() + DAY.toMillis())));
        KeyWish own =
                new KeyWish(
                        ServerName.parse("own.test"), remote.ownKeys().current().keyId(), now());
        KeyWish unknown = new KeyWish(A.name(), "ed25519:made_up", now());

        assertThat(ring().find(List.of(wish(A, now()), wish(B, now()), own, unknown)))
                .isEqualTo(
                        Map.of(
                                wish(A, now()),
                                key(A),
                                wish(B, now()),
                                key(B),
                                own,
                                remote.ownKeys().current().verifyKey()));
    }

    @Test
    void key_changedUnderTheSameId_isTakenFromTheServerItself() {
        publish(A, DAY);
        ring().find(wish(A, now()));
        TestPeer anew = new TestPeer(A.name(), SigningKey.of("1", new byte[32]));
        publish(A, anew.published(now() + DAY.toMillis()));
        time.advance(PAUSE);

        assertThat(ring().refresh(A.name())).isTrue();

        assertThat(ring().find(wish(A, now()))).hasValue(key(anew));
    }
}
