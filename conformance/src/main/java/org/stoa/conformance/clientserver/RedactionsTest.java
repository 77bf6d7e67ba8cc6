package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Deadline;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.Sync;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#redactions.
@Section("client-server-api#redactions")
final class RedactionsTest {
    private static String roomOfVersion(User creator, String version) {
        Json offered =
                creator.get("/capabilities")
                        .ok()
                        .get("capabilities", "m.room_versions", "available");
        Assumptions.assumeTrue(offered.has(version), "no room version " + version);
        return creator.createRoom(Json.of("room_version", version));
    }

    @Test
    void redactedEvent_hasNoContent_andNamesTheRedaction(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        String event = alice.say(room, "a slip");

        String redaction = alice.redact(room, event);

        Deadline.eventually(
                () -> {
                    Json redacted = bob.event(room, event);
                    assertThat(redacted.get("content")).isEqualTo(Json.EMPTY);
                    Json because = redacted.get("unsigned", "redacted_because");
                    assertThat(because.string("event_id")).isEqualTo(redaction);
                    assertThat(because.string("type")).isEqualTo("m.room.redaction");
                    assertThat(because.string("sender")).isEqualTo(alice.id());
                });
    }

    @Test
    void redactedEvent_keepsItsPlaceAndSender(User alice) {
        String room = alice.createRoom();
        String event = alice.say(room, "a slip");
        Json before = alice.event(room, event);

        alice.redact(room, event);

        Json after = alice.event(room, event);
        for (String name : new String[] {"event_id", "type", "sender", "room_id"}) {
            assertThat(after.string(name)).isEqualTo(before.string(name));
        }
        assertThat(after.integer("origin_server_ts")).isEqualTo(before.integer("origin_server_ts"));
    }

    @Test
    void redaction_reachesOthers_withItsReason(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        String event = alice.say(room, "a slip");
        Sync before = bob.syncUntilEvent(room, event);

        String redaction =
                alice.put(
                                "/rooms/{}/redact/{}/one",
                                Json.of("reason", "Indecent material"),
                                room,
                                event)
                        .ok()
                        .string("event_id");

        Sync after = bob.syncUntil(before, sync -> sync.hasEvent(room, redaction));
        Json seen = Sync.ofType(after.timeline(room), "m.room.redaction").orElseThrow();
        assertThat(seen.string("content", "reason")).isEqualTo("Indecent material");
    }

    /// "redacts: required for, and present only in, room versions 1-10" at the top level; in content from 11 on. Servers
    /// give clients both, so that either finds it.
    @ParameterizedTest
    @ValueSource(strings = {"1", "6", "9", "10", "11", "12"})
    void redaction_namesTheEvent_whereTheRoomVersionHasIt(String version, User alice) {
        String room = roomOfVersion(alice, version);
        String event = alice.say(room, "a slip");

        Json redaction = alice.event(room, alice.redact(room, event));

        boolean inContent = Integer.parseInt(version) >= 11;
        String redacts =
                inContent ? redaction.string("content", "redacts") : redaction.string("redacts");
        assertThat(redacts).isEqualTo(event);
    }

    /// "Homeservers MUST allow clients to send m.room.redaction events with this endpoint for all room versions."
    @ParameterizedTest
    @ValueSource(strings = {"9", "10", "11", "12"})
    void redaction_thatWasSentAsAnEvent_redacts(String version, User alice) {
        String room = roomOfVersion(alice, version);
        String event = alice.say(room, "a slip");

        alice.sendEvent(room, "m.room.redaction", Json.of("redacts", event));

        Deadline.eventually(
                () -> assertThat(alice.event(room, event).get("content")).isEqualTo(Json.EMPTY));
    }

    /// Spec: rooms/v11#redactions: what of a member event stays is its membership, whatever the version.
    @ParameterizedTest
    @ValueSource(strings = {"6", "9", "10", "11", "12"})
    void redactedMemberEvent_keepsTheMembership(String version, User alice) {
        String room = roomOfVersion(alice, version);
        Json content =
                Json.of("membership", "join", "displayname", "Alice", "com.example.more", "gone");
        String event = alice.setState(room, "m.room.member", alice.id(), content);

        alice.redact(room, event);

        assertThat(alice.event(room, event).get("content"))
                .isEqualTo(Json.of("membership", "join"));
        assertThat(alice.state(room, "m.room.member", alice.id()))
                .isEqualTo(Json.of("membership", "join"));
    }

    /// Spec: rooms/v11#redactions: `invite` stays from 11 on.
    @ParameterizedTest
    @ValueSource(strings = {"10", "11", "12"})
    void redactedPowerLevels_keepInvite_fromVersion11On(String version, User alice) {
        String room = roomOfVersion(alice, version);
        Json levels =
                alice.state(room, "m.room.power_levels", "")
                        .with("invite", 7)
                        .with("com.example.more", 1);
        String event = alice.setState(room, "m.room.power_levels", "", levels);

        alice.redact(room, event);

        Json after = alice.event(room, event).get("content");
        assertThat(after.has("invite")).isEqualTo(Integer.parseInt(version) >= 11);
        assertThat(after.has("com.example.more")).isFalse();
        assertThat(after.has("state_default")).isTrue();
    }

    /// Spec: rooms/v9#redactions: join_rules keeps `allow` since 8.
    @Test
    void redactedJoinRules_keepTheRuleAndWhomItAllows(User alice) {
        String room = roomOfVersion(alice, "11");
        Json rule =
                Json.of(
                        "join_rule",
                        "restricted",
                        "allow",
                        Json.array(Json.of("type", "m.room_membership", "room_id", room)),
                        "com.example.more",
                        "gone");
        String event = alice.setState(room, "m.room.join_rules", "", rule);

        alice.redact(room, event);

        assertThat(alice.event(room, event).get("content"))
                .isEqualTo(rule.without("com.example.more"));
    }

    @Test
    void redactedTopic_isEmpty(User alice) {
        String room = alice.createRoom();
        String event = alice.setState(room, "m.room.topic", "", Json.of("topic", "Tea"));

        alice.redact(room, event);

        assertThat(alice.state(room, "m.room.topic", "")).isEqualTo(Json.EMPTY);
    }

    @Test
    void ownEvent_isRedactedWithoutThePowerToRedact(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        String event = bob.say(room, "a slip");

        bob.redact(room, event);

        assertThat(alice.event(room, event).get("content")).isEqualTo(Json.EMPTY);
    }

    @Test
    void eventOfAnother_isNotRedactedWithoutPower(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        String event = alice.say(room, "stays");

        bob.put("/rooms/{}/redact/{}/one", Json.EMPTY, room, event).expectError(403, "M_FORBIDDEN");

        assertThat(alice.event(room, event).string("content", "body")).isEqualTo("stays");
    }

    @Test
    void eventOfAnother_isRedactedByWhoHasThePower(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        String event = bob.say(room, "rude");

        alice.redact(room, event);

        assertThat(bob.event(room, event).get("content")).isEqualTo(Json.EMPTY);
    }

    @Test
    void ownEvent_belowTheLevelOfRedactions_isNotRedacted(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        Json levels = alice.state(room, "m.room.power_levels", "");
        Json events = levels.find("events").orElse(Json.EMPTY).with("m.room.redaction", 50);
        alice.setState(room, "m.room.power_levels", "", levels.with("events", events));
        String event = bob.say(room, "stays");

        bob.put("/rooms/{}/redact/{}/one", Json.EMPTY, room, event).expectError(403, "M_FORBIDDEN");
    }

    @Test
    void stranger_redactsNothing(User alice, User mallory) {
        String room = alice.createPublicRoom();
        String event = alice.say(room, "stays");

        int status = mallory.put("/rooms/{}/redact/{}/one", Json.EMPTY, room, event).status();

        assertThat(status).isIn(403, 404);
        assertThat(alice.event(room, event).string("content", "body")).isEqualTo("stays");
    }

    @Test
    void redactedEvent_isEmptyInMessagesAndContextToo(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        String event = alice.say(room, "a slip");
        alice.redact(room, event);

        Json context = bob.get("/rooms/{}/context/{}", room, event).ok().get("event");
        Json message =
                bob.get("/rooms/{}/messages?dir=b&limit=50", room).ok().list("chunk").stream()
                        .filter(one -> one.string("event_id").equals(event))
                        .findFirst()
                        .orElseThrow();

        assertThat(context.get("content")).isEqualTo(Json.EMPTY);
        assertThat(message.get("content")).isEqualTo(Json.EMPTY);
        assertThat(message.has("unsigned", "redacted_because")).isTrue();
    }
}
