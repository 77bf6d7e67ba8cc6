package org.stoa.federation.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.stoa.boot.control.ControlCommands;
import org.stoa.boot.control.FederationCommands;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.storage.federation.DestinationRepository;
import org.stoa.storage.federation.DestinationRepository.Told;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.TestClient;

/// What servers are told that were away, or are slow.
final class CatchUpTest {
    private static List<String> texts(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }

    private static List<Told> stored(Shared shared) {
        return shared.server()
                .homeserver()
                .database()
                .read(tx -> new DestinationRepository().toldAbove(tx, Long.MAX_VALUE));
    }

    /// Lets seconds pass until so many servers are stored as behind.
    private static void awaitBehind(Shared shared, int count) {
        shared.pass(
                Duration.ofMillis(1_100),
                () -> stored(shared).size() == count,
                () -> "behind: " + stored(shared));
    }

    /// Lets time pass until a server was told so many events.
    private static List<String> awaitTold(Shared shared, Peer peer, int count) {
        return awaitTold(shared, peer, told -> told.size() >= count);
    }

    private static List<String> awaitTold(Shared shared, Peer peer, String text) {
        return awaitTold(shared, peer, told -> told.contains(text));
    }

    private static List<String> awaitTold(
            Shared shared, Peer peer, Predicate<List<String>> isEnough) {
        shared.pass(
                Duration.ofSeconds(10),
                () -> isEnough.test(peer.told()),
                () -> "told: " + peer.told());
        return peer.told();
    }

    @EachEngine
    void serverThatFailed_isToldAllInOrder_whenItAnswersAgain(TestDatabase database) {
        try (Shared shared = new Shared(database)) {
            Peer one = shared.peer();
            Peer broken = shared.peer();
            TestClient alice = shared.server().register("alice");
            Shared.Joined room = shared.room(alice, one, broken);
            broken.manner(Peer.Manner.FAILS);
            List<String> texts = texts("m", 70);
            texts.forEach(text -> alice.say(room.id(), text));
            one.awaitTold(70);
            awaitBehind(shared, 1);

            broken.manner(Peer.Manner.TAKES);
            assertThat(awaitTold(shared, broken, 70)).isEqualTo(texts);
            awaitBehind(shared, 0);
            alice.say(room.id(), "live");

            assertThat(broken.awaitTold(71).getLast()).isEqualTo("live");
            assertThat(one.awaitTold(71)).endsWith("live").doesNotHaveDuplicates();
            assertThat(broken.told()).doesNotHaveDuplicates();
        }
    }

    @Test
    void serverThatIsBehind_isToldAtOnce_whenItGivesASignOfLife() {
        try (Shared shared = new Shared()) {
            Peer broken = shared.peer();
            TestClient alice = shared.server().register("alice");
            Shared.Joined room = shared.room(alice, broken);
            broken.manner(Peer.Manner.FAILS);
            alice.say(room.id(), "missed");
            awaitBehind(shared, 1);
            broken.manner(Peer.Manner.TAKES);

            shared.server().homeserver().remote().servers().destinations().alive(broken.name());

            assertThat(broken.awaitTold(1)).containsExactly("missed");
        }
    }

    @Test
    void serverThatHangs_holdsUpNobody_andCatchesUp() {
        try (Shared shared = new Shared()) {
            Peer one = shared.peer();
            Peer slow = shared.peer();
            TestClient alice = shared.server().register("alice");
            Shared.Joined room = shared.room(alice, one, slow);
            slow.hang();
            alice.say(room.id(), "first");
            slow.awaitAsked(1);
            List<String> texts = texts("m", 1_100);
            texts.forEach(text -> alice.say(room.id(), text));

            assertThat(one.awaitTold(1_101)).startsWith("first", "m0").endsWith("m1099");
            awaitBehind(shared, 1);
            slow.release();

            // More than 1,000 were missed: the newest of the room says it all.
            assertThat(awaitTold(shared, slow, 2)).containsExactly("first", "m1099");
        }
    }

    @Test
    void restart_sendsWhatWasNotTaken_andNothingTwice() {
        try (Shared shared = new Shared()) {
            Peer one = shared.peer();
            Peer slow = shared.peer();
            Peer broken = shared.peer();
            TestClient alice = shared.server().register("alice");
            Shared.Joined room = shared.room(alice, one, slow, broken);
            broken.manner(Peer.Manner.FAILS);
            slow.hang();
            texts("m", 5).forEach(text -> alice.say(room.id(), text));
            one.awaitTold(5);
            slow.awaitAsked(1);
            awaitBehind(shared, 2);
            alice.say(room.id(), "last");
            one.awaitTold(6);

            shared.server()
                    .restart(
                            () -> {
                                slow.release();
                                broken.manner(Peer.Manner.TAKES);
                            });
            alice.say(room.id(), "after");

            assertThat(awaitTold(shared, broken, 7))
                    .containsExactly("m0", "m1", "m2", "m3", "m4", "last", "after");
            // What it had been asked before the restart may come twice.
            assertThat(new LinkedHashSet<>(awaitTold(shared, slow, "after")))
                    .containsExactly("m0", "m1", "m2", "m3", "m4", "last", "after");
            assertThat(awaitTold(shared, one, 7)).doesNotHaveDuplicates().endsWith("after");
        }
    }

    @Test
    void events_outsideOfTheStay_areNotToldWhenCatchingUp() {
        try (Shared shared = new Shared()) {
            Peer one = shared.peer();
            Peer late = shared.peer();
            TestClient alice = shared.server().register("alice");
            Shared.Joined room = shared.room(alice, one);
            Shared.Joined other = shared.room(RoomVersion.V10, alice, one, late);
            late.manner(Peer.Manner.FAILS);
            alice.say(other.id(), "other");
            awaitBehind(shared, 1);
            alice.say(room.id(), "before the join");
            Event join = room.foreign().join(late.user(), room.join());
            room.receive(join);
            alice.say(room.id(), "inside");
            room.setMembership(alice, late.user(), "leave");
            alice.say(room.id(), "after the kick");
            one.awaitTold(5);

            late.manner(Peer.Manner.TAKES);

            assertThat(awaitTold(shared, late, 3))
                    .containsExactly("other", "inside", "m.room.member");
            awaitBehind(shared, 0);
            alice.say(other.id(), "end");
            assertThat(late.awaitTold(4)).endsWith("end");
        }
    }

    @Test
    void inviteToAServerThatIsAway_isToldWhenItIsBack() {
        try (Shared shared = new Shared()) {
            Peer one = shared.peer();
            Peer invited = shared.peer();
            TestClient alice = shared.server().register("alice");
            Shared.Joined room = shared.room(alice, one);
            invited.manner(Peer.Manner.FAILS);
            room.setMembership(alice, invited.user(), "invite");
            alice.say(room.id(), "secret");
            awaitBehind(shared, 1);

            invited.manner(Peer.Manner.TAKES);

            assertThat(awaitTold(shared, invited, 1)).containsExactly("m.room.member");
            awaitBehind(shared, 0);
            long owed =
                    shared.server()
                            .homeserver()
                            .database()
                            .read(tx -> tx.one("SELECT COUNT(*) FROM owed", row -> row.number(1)))
                            .orElseThrow();
            assertThat(owed).isZero();
            assertThat(invited.told()).hasSize(1);
        }
    }

    @Test
    void deadServers_doNotDelayLiveOnes() {
        try (Shared shared = new Shared()) {
            List<Peer> peers = new ArrayList<>(List.of(shared.peer()));
            IntStream.range(0, 19).forEach(i -> peers.add(shared.peer()));
            TestClient alice = shared.server().register("alice");
            Shared.Joined room = shared.room(alice, peers.toArray(Peer[]::new));
            List<Peer> dead = peers.subList(10, 20);
            dead.subList(0, 5).forEach(Peer::hang);
            dead.subList(5, 10).forEach(Peer::close);

            texts("m", 60).forEach(text -> alice.say(room.id(), text));

            for (Peer live : peers.subList(0, 10)) {
                assertThat(live.awaitTold(60)).isEqualTo(texts("m", 60));
            }
        }
    }

    @Test
    void serverThatDoesNotBelieveUs_isLeftAloneAndTriedAgain() {
        try (Shared shared = new Shared()) {
            Peer one = shared.peer();
            TestClient alice = shared.server().register("alice");
            Shared.Joined room = shared.room(alice, one);
            one.manner(Peer.Manner.DENIES);
            alice.say(room.id(), "hello");
            awaitBehind(shared, 1);

            one.manner(Peer.Manner.TAKES);

            assertThat(awaitTold(shared, one, 1)).containsExactly("hello");
        }
    }

    @Test
    void serverWithAWrongCertificate_isToldNothing_andHoldsUpNobody() {
        try (Shared shared = new Shared()) {
            Peer one = shared.peer();
            Peer impostor = shared.impostor();
            TestClient alice = shared.server().register("alice");
            Shared.Joined room = shared.room(alice, one, impostor);

            texts("m", 3).forEach(text -> alice.say(room.id(), text));

            assertThat(one.awaitTold(3)).containsExactly("m0", "m1", "m2");
            awaitBehind(shared, 1);
            assertThat(stored(shared).getFirst().server()).isEqualTo(impostor.name().text());
            assertThat(impostor.asked()).isZero();
        }
    }

    @Test
    void serverThatIsBehind_isListed_andToldWhenAnOperatorTriesItAgain() {
        try (Shared shared = new Shared()) {
            Peer broken = shared.peer();
            TestClient alice = shared.server().register("alice");
            Shared.Joined room = shared.room(alice, broken);
            ControlCommands commands = ControlCommands.of(shared.server().homeserver());
            assertThat(commands.handle(FederationCommands.list()))
                    .isEqualTo(JsonObject.of("servers", JsonArray.EMPTY));
            broken.manner(Peer.Manner.FAILS);
            alice.say(room.id(), "missed");
            awaitBehind(shared, 1);

            JsonObject listed =
                    commands.handle(FederationCommands.list())
                            .array("servers")
                            .orElseThrow()
                            .objects()
                            .getFirst();
            broken.manner(Peer.Manner.TAKES);
            JsonObject retried = commands.handle(FederationCommands.retry(broken.name().text()));

            assertThat(listed.string("server")).hasValue(broken.name().text());
            assertThat(listed.bool("behind")).hasValue(true);
            assertThat(listed.integer("missed")).hasValue(1);
            assertThat(retried).isEqualTo(JsonObject.EMPTY);
            assertThat(broken.awaitTold(1)).containsExactly("missed");
            assertThat(commands.handle(FederationCommands.retry("no name")).string("error"))
                    .hasValue("expected the name of a server, such as example.org");
        }
    }
}
