package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.Sync;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#lazy-loading-room-members.
@Section("client-server-api#lazy-loading-room-members")
final class LazyLoadingTest {
    private static final Json LAZY =
            Json.parse("{'room':{'state':{'lazy_load_members':true},'timeline':{'limit':1}}}");
    private static final Json REDUNDANT =
            Json.parse(
                    "{'room':{'state':{'lazy_load_members':true,'include_redundant_members':true},'timeline':{'limit':1}}}");

    private static List<String> members(Sync sync, String room) {
        return sync.state(room).stream()
                .filter(event -> event.string("type").equals("m.room.member"))
                .map(event -> event.string("state_key"))
                .toList();
    }

    @Test
    void withoutLazyLoading_stateHasAllMembers(User alice, User bob, User carol) {
        String room = alice.createRoomWith(bob, carol);
        bob.say(room, "hello");

        Sync sync = alice.syncWith(Json.parse("{'room':{'timeline':{'limit':1}}}"));

        assertThat(members(sync, room)).containsExactlyInAnyOrder(alice.id(), bob.id(), carol.id());
    }

    @Test
    void initialSync_hasTheMembersOfTheSenders(User alice, User bob, User carol) {
        String room = alice.createRoom(Json.of("name", "named, so that there are no heroes"));
        for (User user : List.of(bob, carol)) {
            alice.invite(room, user);
            user.join(room);
        }
        bob.say(room, "hello");

        Sync sync = alice.syncWith(LAZY);

        // The server MUST include the syncing user's own membership event when the full state is
        // requested.
        assertThat(members(sync, room)).contains(bob.id(), alice.id());
    }

    @Test
    void initialSync_leavesOutWhoSaysNothing(User alice, User bob, User carol) {
        String room = alice.createRoom(Json.of("name", "named, so that there are no heroes"));
        for (User user : List.of(bob, carol)) {
            alice.invite(room, user);
            user.join(room);
        }
        bob.say(room, "hello");

        assertThat(members(alice.syncWith(LAZY), room)).doesNotContain(carol.id());
    }

    @Test
    void initialSync_hasTheMembersOfHeroes(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        alice.say(room, "hello");

        Sync sync = alice.syncWith(LAZY);

        // The membership events for the heroes MUST be included in the `state`, unless they are
        // redundant.
        assertThat(sync.joined(room).orElseThrow().strings("summary", "m.heroes"))
                .contains(bob.id());
        assertThat(members(sync, room)).contains(bob.id());
    }

    @Test
    void otherState_isNotTouched(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        alice.say(room, "hello");

        assertThat(Sync.types(alice.syncWith(LAZY).state(room)))
                .contains("m.room.create", "m.room.power_levels", "m.room.join_rules");
    }

    @Test
    void nextSync_hasTheMemberOfANewSender(User alice, User bob, User carol) {
        String room = alice.createRoom(Json.of("name", "named, so that there are no heroes"));
        for (User user : List.of(bob, carol)) {
            alice.invite(room, user);
            user.join(room);
        }
        bob.say(room, "hello");
        Sync first = alice.syncWith(LAZY);

        carol.say(room, "hello");

        assertThat(members(alice.syncSince(first, LAZY), room)).contains(carol.id());
    }

    @Test
    void redundantMembers_areSentWhenAskedFor(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        bob.say(room, "hello");
        Sync first = alice.syncWith(REDUNDANT);
        assertThat(members(first, room)).contains(bob.id());

        bob.say(room, "again");

        assertThat(members(alice.syncSince(first, REDUNDANT), room)).contains(bob.id());
    }

    @Test
    void memberThatChangedInAGap_isSent(User alice, User bob, User carol) {
        String room = alice.createPublicRoom();
        bob.join(room);
        Sync first = alice.syncWith(LAZY);
        carol.join(room);
        for (int i = 0; i < 3; i++) {
            bob.say(room, "message " + i);
        }

        Sync after = alice.syncSince(first, LAZY);

        // When a sync is `limited`, the server MUST return membership events for events in the gap.
        assertThat(after.joined(room).orElseThrow().bool("timeline", "limited")).isTrue();
        assertThat(members(after, room)).contains(carol.id());
    }

    @Test
    void members_areListedAtTheTimeOfASync(User alice, User bob, User carol) {
        String room = alice.createRoomWith(bob);
        Sync sync = alice.syncWith(LAZY);
        alice.invite(room, carol);

        Json members = alice.get("/rooms/{}/members?at={}", room, sync.nextBatch()).ok();

        assertThat(members.list("chunk").stream().map(event -> event.string("state_key")))
                .containsExactlyInAnyOrder(alice.id(), bob.id());
    }

    @Test
    void messages_haveTheMembersOfTheSenders(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        bob.say(room, "hello");

        Json page =
                alice.get(
                                "/rooms/{}/messages?dir=b&limit=1&filter={}",
                                room,
                                "{\"lazy_load_members\":true}")
                        .ok();

        assertThat(page.list("state").stream().map(event -> event.string("state_key")))
                .containsExactly(bob.id());
    }
}
