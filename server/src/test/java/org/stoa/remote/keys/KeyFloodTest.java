package org.stoa.remote.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.ScriptedServer.json;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.stoa.http.Cidr;
import org.stoa.http.RateLimit;
import org.stoa.http.RateLimitConfig;
import org.stoa.http.RateLimitKind;
import org.stoa.http.RateLimits;
import org.stoa.platform.ManualTime;
import org.stoa.platform.TestPlatform;
import org.stoa.protocol.event.VerifyKey;
import org.stoa.protocol.id.ServerName;
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

/// Strangers who have others asked for keys, as many as they can name.
@Timeout(60)
final class KeyFloodTest {
    private static final TestAuthority AUTHORITY = new TestAuthority();
    private static final TestAuthority.Issued CERTIFICATE =
            AUTHORITY.issue("friend.test", "slow.test");
    private static final TestPeer FRIEND = TestPeer.of("friend.test", "1");
    private static final TestPeer SLOW = TestPeer.of("slow.test", "1");
    private static final ServerName OWN = ServerName.parse("own.test");
    private static final Duration DAY = Duration.ofDays(1);

    /// As in [KeyReach#USUAL].
    private static final int STRANGERS = 50;

    private final TestDatabase storage = TestDatabase.create(TestEngine.SQLITE);
    private final ManualTime time = new ManualTime();
    private final Database database = Database.open(storage.config(time), CommitListener.NONE);
    private final ScriptedResolver names = new ScriptedResolver();
    private final RemoteConfig config =
            RemoteConfig.of(OWN)
                    .withAuthorities(List.of(AUTHORITY.certificate()))
                    .withAllowedNetworks(List.of(Cidr.parse("127.0.0.0/8")));
    private final RemoteModule remote =
            new RemoteModule(config, database, names, TestPlatform.with(time));
    private final KeyStore store = new KeyStore(database, time);
    private final CountDownLatch slowIsAsked = new CountDownLatch(1);
    private final CountDownLatch slowMayAnswer = new CountDownLatch(1);
    private final ScriptedServer server =
            new ScriptedServer(
                    AUTHORITY.context(CERTIFICATE),
                    (request, out) -> {
                        TestPeer peer = FRIEND;
                        if ("slow.test".equals(request.headers().get("host"))) {
                            peer = SLOW;
                            slowIsAsked.countDown();
                            slowMayAnswer.await();
                        }
                        json(out, 200, peer.published(now() + DAY.toMillis()).toString());
                    });

    @BeforeEach
    void name() {
        names.server("friend.test", server.port());
        names.server("slow.test", server.port());
    }

    @AfterEach
    void close() {
        slowMayAnswer.countDown();
        server.close();
        remote.close();
        database.close();
        storage.close();
    }

    private long now() {
        return time.millis();
    }

    /// Knows keys by itself.
    private KeyRing ring(KeyPlaces places, Acquaintances acquaintances) {
        KeyFetcher fetcher = new KeyFetcher(remote.servers(), store, new Pauses(time, DAY), places);
        return new KeyRing(OWN, remote.ownKeys(), store, fetcher, acquaintances, List.of(), time);
    }

    private static KeyPlaces places(int acquainted, int strangers, int wholeStates) {
        return new KeyPlaces(acquainted, strangers, wholeStates, Duration.ofMillis(1));
    }

    private static Acquaintances friends(ServerName... friends) {
        return servers -> {
            Set<ServerName> known = new HashSet<>(servers);
            known.retainAll(Set.of(friends));
            return known;
        };
    }

    private KeyWish wish(TestPeer peer) {
        return new KeyWish(peer.name(), peer.key().keyId(), now());
    }

    private static VerifyKey key(TestPeer peer) {
        return peer.key().verifyKey();
    }

    private static List<KeyWish> invented(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new KeyWish(ServerName.parse("s" + i + ".test"), "ed25519:1", 0))
                .toList();
    }

    /// How many of the invented servers were looked for.
    private long sought() {
        return names.asked().stream()
                .filter(name -> name.matches("s\\d+\\.test"))
                .distinct()
                .count();
    }

    @Test
    void stranger_whoIsSlow_takesNoPlaceOfThoseWhoShareARoom() {
        KeyRing ring = ring(places(1, 1, 1), friends(FRIEND.name()));
        CompletableFuture<Boolean> slow = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> slow.complete(ring.find(wish(SLOW)).isPresent()));
        awaitSlow();

        assertThat(ring.find(wish(FRIEND))).hasValue(key(FRIEND));
        assertThat(slow).isNotDone();
        slowMayAnswer.countDown();
        assertThat(slow.join()).isTrue();
    }

    private void awaitSlow() {
        try {
            slowIsAsked.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void manyWhoWantTheKeysOfOne_takeOnePlace() {
        KeyPlaces places = places(1, 2, 1);
        KeyRing ring = ring(places, friends());
        List<CompletableFuture<Boolean>> slow =
                IntStream.range(0, 5).mapToObj(i -> new CompletableFuture<Boolean>()).toList();
        slow.forEach(
                each ->
                        Thread.ofVirtual()
                                .start(() -> each.complete(ring.find(wish(SLOW)).isPresent())));
        awaitSlow();

        assertThat(ring.find(wish(FRIEND))).hasValue(key(FRIEND));
        slowMayAnswer.countDown();
        slow.forEach(each -> assertThat(each.join()).isTrue());
    }

    @Test
    void serverOfARoom_thatDidNotAnswer_isAskedOnThePlacesOfStrangers() {
        KeyRing ring = ring(places(1, 0, 0), friends(ServerName.parse("s0.test")));
        KeyWish dead = invented(1).getFirst();
        ring.find(dead);
        assertThat(sought()).isEqualTo(1);
        int asked = names.asked().size();
        time.advance(DAY);

        assertThat(ring.refresh(dead.server())).isFalse();

        assertThat(names.asked()).as("there is no place for strangers").hasSize(asked);
    }

    @Test
    void place_thatDoesNotGetFree_isGivenUp() {
        KeyPlaces places = places(1, 1, 1);
        places.in(
                KeyPlaces.Lane.STRANGERS,
                Duration.ZERO,
                () -> {
                    assertThat(in(places, KeyPlaces.Lane.STRANGERS)).isFalse();
                    assertThat(in(places, KeyPlaces.Lane.ACQUAINTED)).isTrue();
                    assertThat(in(places, KeyPlaces.Lane.WHOLE_STATES)).isTrue();
                    return true;
                });

        assertThat(in(places, KeyPlaces.Lane.STRANGERS)).as("it is free again").isTrue();
    }

    private static boolean in(KeyPlaces places, KeyPlaces.Lane lane) {
        return places.in(lane, Duration.ZERO, () -> true);
    }

    @Test
    void reading_withManyStrangers_hasOnlySomeAskedAndTheOthersNextTime() {
        KeyRing ring = ring(new KeyPlaces(), friends());

        ring.find(invented(STRANGERS + 10));
        long first = sought();
        ring.find(invented(STRANGERS + 10));

        assertThat(first).isEqualTo(STRANGERS);
        assertThat(sought()).isEqualTo(STRANGERS + 10);
    }

    @Test
    void reading_ofWhoSharesARoom_hasAllAsked() {
        KeyRing ring = ring(new KeyPlaces(), all -> Set.copyOf(all));

        ring.find(invented(STRANGERS + 10));

        assertThat(sought()).isEqualTo(STRANGERS + 10);
    }

    @Test
    void reading_ofAWholeState_hasAllAsked() {
        KeyRing ring = ring(new KeyPlaces(), friends());

        ring.find(invented(STRANGERS + 10), KeyReach.WHOLE_STATE);

        assertThat(sought()).isEqualTo(STRANGERS + 10);
    }

    @Test
    void notary_asksOnlyAsManyAsAnAddressMayHaveAsked() {
        RateLimits limits =
                new RateLimits(
                        RateLimitConfig.defaults()
                                .with(RateLimitKind.STRANGER_KEYS, new RateLimit(0.001, 3)),
                        time);
        KeyRing ring = ring(new KeyPlaces(), friends());
        Notary notary = new Notary(OWN, remote.ownKeys(), store, ring, limits, time);
        List<Notary.Query> queries = queries(invented(10));

        notary.answer(queries, InetAddress.ofLiteral("192.0.2.1"));
        assertThat(sought()).isEqualTo(3);
        notary.answer(queries, InetAddress.ofLiteral("192.0.2.1"));
        assertThat(sought()).isEqualTo(3);
        notary.answer(queries, InetAddress.ofLiteral("192.0.2.2"));

        assertThat(sought()).as("another address, and others").isEqualTo(6);
    }

    private List<Notary.Query> queries(Collection<KeyWish> wishes) {
        return wishes.stream()
                .map(wish -> new Notary.Query(wish.server(), Map.of(), now()))
                .toList();
    }

    @Test
    void keys_ofAStranger_areForgottenWhenTheirTimeIsOver() {
        KeyRing ring = ring(new KeyPlaces(), friends());
        KeyCleanup cleanup = new KeyCleanup(database, store, time);
        ring.find(wish(FRIEND));
        cleanup.run("");
        assertThat(store.of(FRIEND.name()).keys()).as("they are good for a day").hasSize(1);
        time.advance(DAY.plusSeconds(1));

        assertThat(cleanup.run("")).isEmpty();

        assertThat(store.of(FRIEND.name()).keys()).isEmpty();
        assertThat(new KeyStore(database, time).of(FRIEND.name()).keys()).isEmpty();
    }

    @Test
    void keys_ofAStranger_areForgottenByItselfOnceADay() {
        remote.start();
        assertThat(remote.keyRing().find(wish(FRIEND))).isPresent();
        time.advance(DAY.plusSeconds(1));

        assertThat(database.scheduler().runDue()).isEqualTo(1);

        assertThat(new KeyStore(database, time).of(FRIEND.name()).keys()).isEmpty();
        assertThat(remote.keyRing().currentIfKnown(FRIEND.name(), FRIEND.key().keyId())).isEmpty();
        assertThat(database.scheduler().runDue()).as("the next time is tomorrow").isZero();
    }
}
