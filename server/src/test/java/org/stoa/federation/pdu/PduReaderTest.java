package org.stoa.federation.pdu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.EventSigner;
import org.stoa.protocol.event.SigningKey;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.json.CanonicalJson;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonNull;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.testing.ForeignRoom;
import org.stoa.testing.ForeignServer;
import org.stoa.testing.TestServer;

/// Which PDUs of another server are believed.
final class PduReaderTest {
    private final ForeignServer peer = new ForeignServer();
    private final TestServer server = TestServer.start(peer.trusted());
    private final String creator = peer.user("creator");

    @AfterEach
    void stop() {
        server.close();
        peer.close();
    }

    private Reading read(ForeignRoom room, Json... pdus) {
        return server.homeserver()
                .federation()
                .pdus()
                .read(room.roomId(), room.version().rules(), JsonArray.of(pdus));
    }

    private static ForeignRoom room(RoomVersion version, String creator) {
        return ForeignRoom.create(version, creator);
    }

    /// The event with a change, signed anew.
    private JsonObject resigned(ForeignRoom room, Event event, String name, Json value) {
        JsonObject changed = event.json().without("hashes").without("signatures").with(name, value);
        return EventSigner.hashAndSign(
                changed, peer.name(), peer.peer().key(), room.version().rules());
    }

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void goodEvents_areBelievedInOrderEachOnce(RoomVersion version) {
        ForeignRoom room = room(version, creator);
        List<Event> events = room.events();

        Reading reading =
                read(
                        room,
                        events.get(1).json(),
                        events.get(0).json(),
                        events.get(1).json(),
                        events.get(2).json());

        assertThat(reading.refused()).isEmpty();
        assertThat(reading.events()).containsExactly(events.get(1), events.get(0), events.get(2));
    }

    @Test
    void eventsThatNobodyWants_haveNobodyAskedForKeys() {
        ForeignRoom room = room(RoomVersion.V12, creator);

        Reading reading =
                server.homeserver()
                        .federation()
                        .pdus()
                        .read(
                                room.roomId(),
                                room.version().rules(),
                                JsonArray.of(room.create().json()),
                                given -> List.of());

        assertThat(reading).isEqualTo(new Reading(List.of(), List.of(), Set.of()));
        assertThat(peer.heard("GET /_matrix/key/")).isEmpty();
    }

    @Test
    void whatIsNoObject_isRefused() {
        ForeignRoom room = room(RoomVersion.V12, creator);

        Reading reading = read(room, JsonNull.NULL, room.create().json());

        assertThat(reading.events()).containsExactly(room.create());
        assertThat(reading.refused())
                .containsExactly(new Reading.Refused(Optional.empty(), "It is no object", true));
    }

    @Test
    void eventOfAnotherRoom_isRefused() {
        ForeignRoom room = room(RoomVersion.V10, creator);
        ForeignRoom other = room(RoomVersion.V10, peer.user("other"));
        Event stranger =
                Event.parse(
                        resigned(
                                room,
                                other.last(),
                                "room_id",
                                Json.of("!elsewhere:" + peer.name())),
                        other.version().rules());

        Reading reading = read(room, stranger.json());

        assertThat(reading.events()).isEmpty();
        assertThat(reading.refused())
                .containsExactly(
                        new Reading.Refused(
                                Optional.of(stranger.eventId()),
                                "It is of another room than " + room.roomId(),
                                true));
    }

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void eventWithoutTheRightSignature_isRefused(RoomVersion version) {
        ForeignRoom room = room(version, creator);
        JsonObject good = room.last().json();
        JsonObject unsigned = good.without("signatures");
        JsonObject otherKey =
                EventSigner.hashAndSign(
                        unsigned,
                        peer.name(),
                        SigningKey.of(
                                "foreign",
                                new byte[] {
                                    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                                    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1
                                }),
                        room.version().rules());
        JsonObject unknownKey =
                EventSigner.hashAndSign(
                        unsigned,
                        peer.name(),
                        SigningKey.of("unknown", new byte[SigningKey.SEED_BYTES]),
                        room.version().rules());

        for (JsonObject bad :
                List.of(
                        good.with("signatures", JsonObject.EMPTY),
                        good.with("signatures", JsonObject.of("b.example", JsonObject.EMPTY)),
                        otherKey,
                        unknownKey)) {
            assertThat(read(room, bad).events()).isEmpty();
        }
        assertThat(read(room, good).events()).hasSize(1);
    }

    @Test
    void eventId_ofAnotherServer_needsThatServersSignatureToo() {
        ForeignRoom room = room(RoomVersion.V2, creator);
        try (ForeignServer other = new ForeignServer()) {
            JsonObject pdu = resigned(room, room.last(), "event_id", Json.of("$x:" + other.name()));

            assertThat(read(room, pdu).events()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void eventWhoseHashIsWrong_isRedacted(RoomVersion version) {
        ForeignRoom room = room(version, creator);
        Event message = room.message(creator, "true", room.last());
        JsonObject forged = message.json().with("content", JsonObject.of("body", "false"));

        Reading reading = read(room, forged);

        assertThat(reading.events()).containsExactly(message);
        assertThat(reading.events().getFirst().content()).isEqualTo(JsonObject.EMPTY);
    }

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void eventOf65536Bytes_isBelievedAndOneMoreIsRefused(RoomVersion version) {
        ForeignRoom room = room(version, creator);
        Event last = room.last();
        int without = CanonicalJson.encode(room.message(creator, "", last).json()).length;
        Event largest = room.message(creator, "x".repeat(65_536 - without), last);
        JsonObject larger =
                resigned(
                        room,
                        largest,
                        "content",
                        JsonObject.of("msgtype", "m.text", "body", "x".repeat(65_537 - without)));

        Reading reading = read(room, larger, largest.json());

        assertThat(CanonicalJson.encode(largest.json())).hasSize(65_536);
        assertThat(reading.events()).containsExactly(largest);
        assertThat(reading.refused()).hasSize(1);
    }

    @Test
    void depth_atTheLimit_isBelievedAndOneMoreIsRefused() {
        ForeignRoom room = room(RoomVersion.V12, creator);
        JsonObject deepest =
                resigned(room, room.last(), "depth", Json.of(CanonicalJson.MAX_INTEGER));
        JsonObject deeper =
                room.last().json().with("depth", Json.of(CanonicalJson.MAX_INTEGER + 1));

        Reading reading = read(room, deepest, deeper);

        assertThat(reading.events())
                .singleElement()
                .satisfies(event -> assertThat(event.depth()).isEqualTo(CanonicalJson.MAX_INTEGER));
        assertThat(reading.refused()).hasSize(1);
    }

    @Test
    void fractions_areRefusedWhereTheVersionForbidsThem() {
        Json fraction =
                Json.parseObject("{\"n\":1.5}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        ForeignRoom strict = room(RoomVersion.V6, creator);
        JsonObject pdu = strict.last().json().with("content", fraction);

        Reading reading = read(strict, pdu);

        assertThat(reading.events()).isEmpty();
        assertThat(reading.refused()).hasSize(1);
    }

    @Test
    void refusal_namesTheEventAndNothingOfItsContent() {
        ForeignRoom room = room(RoomVersion.V12, creator);
        Event secret = room.message(creator, "secret words", room.last());

        Reading reading = read(room, secret.json().with("depth", Json.of("deep")));

        assertThat(reading.refused()).hasSize(1);
        assertThat(reading.refused().getFirst().toString()).doesNotContain("secret words");
        Optional<EventId> id = reading.refused().getFirst().eventId();
        assertThat(id).isPresent();
    }
}
