package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.Sync;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#syncing.
@Section("client-server-api#syncing")
final class SyncTest {
    private static Json join(Sync sync, String room) {
        return sync.joined(room)
                .orElseThrow(() -> new AssertionError("not joined in " + sync.json()));
    }

    @Test
    void sync_withoutToken_isDenied(Homeserver homeserver) {
        homeserver.anonymous().get("/sync").expectError(401, "M_MISSING_TOKEN");
    }

    @Test
    void initialSync_ofANewUser_hasATokenAndNoRooms(User alice) {
        Sync sync = alice.sync();

        assertThat(sync.nextBatch()).isNotEmpty();
        assertThat(sync.json().keys("rooms", "join")).isEmpty();
    }

    @Test
    void initialSync_hasTheRoomsThatTheUserIsIn(User alice) {
        String first = alice.createRoom();
        String second = alice.createRoom();

        assertThat(alice.sync().json().keys("rooms", "join"))
                .containsExactlyInAnyOrder(first, second);
    }

    @Test
    void initialSync_ofANewRoom_hasAllOfItInTheTimeline_orBefore(User alice) {
        String room = alice.createRoom(Json.of("name", "Tea party"));

        Sync sync = alice.sync();

        for (String type :
                List.of(
                        "m.room.create",
                        "m.room.power_levels",
                        "m.room.join_rules",
                        "m.room.name")) {
            assertThat(sync.currentState(room, type, "")).as(type).isPresent();
        }
        assertThat(sync.currentState(room, "m.room.member", alice.id())).isPresent();
    }

    @Test
    void state_andTimeline_haveNoEventTwice(User alice) {
        String room = alice.createRoom();
        for (int i = 0; i < 30; i++) {
            alice.say(room, "message " + i);
        }

        Sync sync = alice.sync();

        assertThat(Sync.ids(sync.state(room)))
                .doesNotContainAnyElementsOf(Sync.ids(sync.timeline(room)));
        assertThat(Sync.types(sync.state(room))).contains("m.room.create");
    }

    @Test
    void state_isThatAtTheStartOfTheTimeline(User alice) {
        String room = alice.createRoom(Json.of("name", "Old"));
        Json filter = Json.parse("{'room':{'timeline':{'limit':2}}}");
        alice.setState(room, "m.room.name", "", Json.of("name", "New"));
        alice.say(room, "after");

        Sync sync = alice.syncWith(filter);

        assertThat(Sync.types(sync.timeline(room)))
                .containsExactly("m.room.name", "m.room.message");
        Json before = Sync.ofType(sync.state(room), "m.room.name").orElseThrow();
        assertThat(before.string("content", "name")).isEqualTo("Old");
    }

    @Test
    void timeline_isInOrder(User alice) {
        String room = alice.createRoom();
        List<String> sent =
                List.of(alice.say(room, "1"), alice.say(room, "2"), alice.say(room, "3"));

        List<String> ids = Sync.ids(alice.sync().timeline(room));

        assertThat(ids).endsWith(sent.toArray(String[]::new));
    }

    @Test
    void event_hasItsMembers_andNoRoomId(User alice) {
        String room = alice.createRoom();
        String id = alice.say(room, "hello");

        Json event = alice.sync().timeline(room).getLast();

        assertThat(event.string("event_id")).isEqualTo(id);
        assertThat(event.string("sender")).isEqualTo(alice.id());
        assertThat(event.string("type")).isEqualTo("m.room.message");
        assertThat(event.get("content")).isEqualTo(Json.of("msgtype", "m.text", "body", "hello"));
        assertThat(event.integer("origin_server_ts")).isPositive();
        assertThat(event.has("state_key")).isFalse();
        assertThat(event.has("room_id")).isFalse();
    }

    @Test
    void sinceSync_hasOnlyWhatIsNew(User alice) {
        String room = alice.createRoom();
        alice.say(room, "old");
        Sync before = alice.sync();

        String id = alice.say(room, "new");

        Sync after = alice.syncUntil(before, sync -> sync.hasEvent(room, id));
        assertThat(Sync.ids(after.timeline(room))).containsExactly(id);
        assertThat(after.state(room)).isEmpty();
        assertThat(join(after, room).bool("timeline", "limited")).isFalse();
    }

    @Test
    void sinceSync_whenNothingIsNew_hasNoRooms(User alice) {
        alice.createRoom();
        Sync settled = alice.syncSince(alice.sync());

        assertThat(alice.syncSince(settled).json().keys("rooms", "join")).isEmpty();
    }

    @Test
    void sinceSync_mayBeRepeated(User alice) {
        String room = alice.createRoom();
        Sync before = alice.sync();
        String id = alice.say(room, "new");
        alice.syncUntil(before, sync -> sync.hasEvent(room, id));

        assertThat(Sync.ids(alice.syncSince(before).timeline(room))).containsExactly(id);
    }

    @Test
    void limitedTimeline_hasTheMostRecentEvents_andSaysSo(User alice) {
        String room = alice.createRoom();
        Sync before = alice.sync();
        for (int i = 0; i < 5; i++) {
            alice.say(room, "message " + i);
        }
        String last = alice.say(room, "last");

        Sync after = alice.syncSince(before, Json.parse("{'room':{'timeline':{'limit':2}}}"));

        assertThat(after.timeline(room)).hasSize(2);
        assertThat(Sync.ids(after.timeline(room))).endsWith(last);
        assertThat(join(after, room).bool("timeline", "limited")).isTrue();
    }

    @Test
    void gap_isFilledFromPrevBatch(User alice) {
        String room = alice.createRoom();
        Sync before = alice.sync();
        String first = alice.say(room, "1");
        String second = alice.say(room, "2");
        String third = alice.say(room, "3");
        Sync after = alice.syncSince(before, Json.parse("{'room':{'timeline':{'limit':1}}}"));

        Json page =
                alice.get(
                                "/rooms/{}/messages?dir=b&from={}&to={}",
                                room,
                                join(after, room).string("timeline", "prev_batch"),
                                before.nextBatch())
                        .ok();

        assertThat(Sync.ids(after.timeline(room))).containsExactly(third);
        assertThat(Sync.ids(page.list("chunk"))).containsExactly(second, first);
    }

    @Test
    void stateDelta_isWhatChangedInTheGap(User alice) {
        String room = alice.createRoom();
        Sync before = alice.sync();
        String topic = alice.setState(room, "m.room.topic", "", Json.of("topic", "Tea"));
        alice.say(room, "1");
        String last = alice.say(room, "2");

        Sync after = alice.syncSince(before, Json.parse("{'room':{'timeline':{'limit':1}}}"));

        assertThat(Sync.ids(after.timeline(room))).containsExactly(last);
        assertThat(Sync.ids(after.state(room))).containsExactly(topic);
    }

    @Test
    void newRoom_isInTheNextSync_withAllItsState(User alice, User bob) {
        String room = bob.createPublicRoom();
        bob.setState(room, "m.room.topic", "", Json.of("topic", "Tea"));
        Sync before = alice.sync();

        alice.join(room);

        Sync after = alice.syncUntil(before, sync -> sync.joined(room).isPresent());
        for (String type : List.of("m.room.create", "m.room.topic", "m.room.join_rules")) {
            assertThat(after.currentState(room, type, "")).as(type).isPresent();
        }
        assertThat(after.currentState(room, "m.room.member", alice.id())).isPresent();
        assertThat(after.currentState(room, "m.room.member", bob.id())).isPresent();
    }

    @Test
    void fullState_givesAllState_alsoSince(User alice) {
        String room = alice.createRoom(Json.of("name", "Tea party"));
        Sync before = alice.sync();

        Sync after = new Sync(alice.get("/sync?full_state=true&since={}", before.nextBatch()).ok());

        assertThat(Sync.types(after.state(room)))
                .contains("m.room.create", "m.room.name", "m.room.member", "m.room.power_levels");
        assertThat(after.timeline(room)).isEmpty();
    }

    @Test
    void fullState_isAnsweredAtOnce_whateverTheTimeout(User alice) {
        String room = alice.createRoom();
        Sync before = alice.sync();

        // In this case, the `timeout` parameter will be ignored and the query will return
        // immediately.
        Sync after =
                new Sync(
                        alice.get(
                                        "/sync?full_state=true&timeout=300000&since={}",
                                        before.nextBatch())
                                .ok());

        assertThat(after.joined(room)).isPresent();
    }

    @Test
    void sync_withAnUnknownToken_isRefused(User alice) {
        alice.get("/sync?since={}", "nonsense").expect(400);
    }

    @Test
    void sync_withATimeoutThatIsNoNumber_isRefused(User alice) {
        alice.get("/sync?timeout=soon").expectError(400, "M_INVALID_PARAM");
    }

    @Test
    void summary_namesHeroesAndCounts(User alice, User bob, User carol) {
        String room = alice.createRoomWith(bob);
        alice.invite(room, carol);

        Json filter = Json.parse("{'room':{'state':{'lazy_load_members':true}}}");
        Json summary = join(alice.syncWith(filter), room).get("summary");

        assertThat(summary.strings("m.heroes")).containsExactlyInAnyOrder(bob.id(), carol.id());
        assertThat(summary.integer("m.joined_member_count")).isEqualTo(2);
        assertThat(summary.integer("m.invited_member_count")).isEqualTo(1);
    }

    @Test
    void summary_isThereWithoutLazyLoadingToo(User alice, User bob) {
        String room = alice.createRoomWith(bob);

        Json summary = join(alice.sync(), room).get("summary");

        assertThat(summary.strings("m.heroes")).containsExactly(bob.id());
        assertThat(summary.integer("m.joined_member_count")).isEqualTo(2);
    }
}
