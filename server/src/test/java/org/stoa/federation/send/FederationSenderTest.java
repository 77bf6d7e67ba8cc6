package org.stoa.federation.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.rooms.receive.ReceivedEvent;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.TestClient;

/// What servers are told that keep up.
final class FederationSenderTest {
    @EachEngine
    void messages_comeOnceAndInOrder_toAllServersInTheRoom(TestDatabase database) {
        try (Shared shared = new Shared(database)) {
            Peer one = shared.peer();
            Peer two = shared.peer();
            TestClient alice = shared.server().register("alice");
            Shared.Joined room = shared.room(alice, one, two);
            List<String> texts = IntStream.range(0, 120).mapToObj(i -> "message " + i).toList();

            texts.forEach(text -> alice.say(room.id(), text));

            assertThat(one.awaitTold(120)).isEqualTo(texts);
            assertThat(two.awaitTold(120)).isEqualTo(texts);
            assertThat(one.heard()).allMatch(each -> each.pdus().size() <= 50);
            assertThat(one.heard()).extracting(Peer.Heard::id).doesNotHaveDuplicates();
        }
    }

    @Test
    void transaction_isAsTheSpecificationHasIt() {
        try (Shared shared = new Shared()) {
            Peer peer = shared.peer();
            TestClient alice = shared.server().register("alice");
            Shared.Joined room = shared.room(RoomVersion.V1, alice, peer);

            String eventId = alice.say(room.id(), "hello");

            peer.awaitTold(1);
            JsonObject body = peer.heard().getFirst().body();
            assertThat(body.names())
                    .containsExactlyInAnyOrder("origin", "origin_server_ts", "pdus");
            assertThat(body.string("origin")).hasValue("localhost");
            JsonObject pdu = peer.heard().getFirst().pdus().getFirst();
            assertThat(pdu.string("event_id")).hasValue(eventId);
            assertThat(pdu.has("unsigned")).isFalse();
            assertThat(pdu.object("signatures").orElseThrow().has("localhost")).isTrue();
        }
    }

    @Test
    void servers_thatHaveBeenToldAll_takeNoMemory() {
        try (Shared shared = new Shared()) {
            Peer one = shared.peer();
            Peer two = shared.peer();
            TestClient alice = shared.server().register("alice");
            FederationSender sender = shared.server().homeserver().federation().sender();

            alice.say(shared.room(alice, one, two).id(), "hello");
            one.awaitTold(1);
            two.awaitTold(1);

            assertThat(sender.inMemory()).isEqualTo(2);
            shared.pass(
                    Duration.ofSeconds(1),
                    () -> sender.inMemory() == 0,
                    () -> sender.inMemory() + " servers are still in memory");
        }
    }

    @Test
    void redaction_ofAnEventThatOthersMayHave_isSentByWhoMayRedactAll() {
        try (Shared shared = new Shared()) {
            Peer peer = shared.peer();
            TestClient alice = shared.server().register("alice");
            Shared.Joined room = shared.room(alice, peer);
            Event unseen = room.foreign().message(peer.user(), "unseen", room.join());
            String target = unseen.eventId().toString();

            alice.put("/rooms/{}/redact/{}/1", JsonObject.EMPTY, room.id(), target).ok();
            JsonObject none = JsonObject.of("users", JsonObject.of(alice.id(), 0));
            alice.put("/rooms/{}/state/m.room.power_levels/", none, room.id()).ok();

            assertThat(alice.put("/rooms/{}/redact/{}/2", none, room.id(), target).error())
                    .isEqualTo("404 M_NOT_FOUND");
            assertThat(peer.awaitTold(2))
                    .containsExactly("m.room.redaction", "m.room.power_levels");
            assertThat(peer.heard().getFirst().pdus().getFirst().object("content").orElseThrow())
                    .isEqualTo(JsonObject.of("redacts", target));
        }
    }

    @Test
    void events_ofOthersAndOfOtherRooms_areNotSent() {
        try (Shared shared = new Shared()) {
            Peer peer = shared.peer();
            Peer stranger = shared.peer();
            TestClient alice = shared.server().register("alice");
            Shared.Joined room = shared.room(alice, peer);
            Shared.Joined other = shared.room(alice, stranger);
            room.receive(room.foreign().message(peer.user(), "mine", room.join()));

            alice.say(alice.createRoom(), "alone");
            alice.say(other.id(), "other");
            alice.say(room.id(), "hello");

            assertThat(peer.awaitTold(1)).containsExactly("hello");
            assertThat(stranger.awaitTold(1)).containsExactly("other");
        }
    }

    @Test
    void join_thatIsPassedOn_isToldToTheOthersAndNotToItsServer() {
        try (Shared shared = new Shared()) {
            Peer one = shared.peer();
            Peer joining = shared.peer();
            TestClient alice = shared.server().register("alice");
            Shared.Joined room = shared.room(alice, one);
            alice.say(room.id(), "before");
            one.awaitTold(1);
            Event join = room.foreign().join(joining.user(), room.join());

            room.receive(ReceivedEvent.of(join).passedOn());
            alice.say(room.id(), "after");

            assertThat(one.awaitTold(3)).containsExactly("before", "m.room.member", "after");
            assertThat(joining.awaitTold(1)).containsExactly("after");
        }
    }

    @Test
    void kick_isToldToTheServerThatItTakesOut_andNothingAfterIt() {
        try (Shared shared = new Shared()) {
            Peer one = shared.peer();
            Peer kicked = shared.peer();
            TestClient alice = shared.server().register("alice");
            Shared.Joined room = shared.room(alice, one, kicked);

            alice.post("/rooms/{}/kick", JsonObject.of("user_id", kicked.user()), room.id()).ok();
            alice.say(room.id(), "secret");
            room.setMembership(alice, kicked.user(), "invite");

            assertThat(one.awaitTold(3))
                    .containsExactly("m.room.member", "secret", "m.room.member");
            assertThat(kicked.awaitTold(2)).containsExactly("m.room.member", "m.room.member");
        }
    }

    @Test
    void serverThatTheRoomDenies_isToldSoAndNothingAfterIt() {
        try (Shared shared = new Shared()) {
            Peer one = shared.peer();
            TestClient alice = shared.server().register("alice");
            Shared.Joined room = shared.room(alice, one);
            Shared.Joined other = shared.room(RoomVersion.V10, alice, one);
            JsonObject denied =
                    TestClient.json("{'allow':['*'],'deny':[],'allow_ip_literals':false}");

            alice.setState(room.id(), "m.room.server_acl", "", denied);
            alice.say(room.id(), "not for you");
            alice.say(other.id(), "for you");

            assertThat(one.awaitTold(2)).containsExactly("m.room.server_acl", "for you");
        }
    }

    @Test
    void eventThatAServerRefuses_doesNotHoldBackTheOthers() {
        try (Shared shared = new Shared()) {
            Peer one = shared.peer();
            TestClient alice = shared.server().register("alice");
            Shared.Joined room = shared.room(alice, one);
            one.manner(Peer.Manner.REFUSES_BAD);
            one.hang();
            List.of("first", "a", "bad", "b").forEach(text -> alice.say(room.id(), text));

            one.awaitAsked(1);
            one.release();

            assertThat(one.awaitTold(3)).containsExactly("first", "a", "b");
        }
    }
}
