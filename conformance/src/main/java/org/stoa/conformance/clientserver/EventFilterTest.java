package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.Sync;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#post_matrixclientv3useruseridfilter.
@Section("client-server-api#post_matrixclientv3useruseridfilter")
final class EventFilterTest {
    /// A room with a message, a topic, an image and an event of our own, by two users.
    private static String room(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        alice.say(room, "hello");
        bob.sendEvent(room, "org.example.greeting", Json.of("body", "hi"));
        alice.setState(room, "m.room.topic", "", Json.of("topic", "Tea"));
        alice.sendEvent(
                room,
                "m.room.message",
                Json.of("msgtype", "m.image", "body", "cat", "url", "mxc://example.org/cat"));
        return room;
    }

    private static List<Json> timeline(User user, String room, String filter) {
        return user.syncWith(Json.parse("{'room':{'timeline':" + filter + "}}")).timeline(room);
    }

    @Test
    void types_includeThese(User alice, User bob) {
        String room = room(alice, bob);

        assertThat(Sync.types(timeline(alice, room, "{'types':['m.room.topic']}")))
                .containsExactly("m.room.topic");
    }

    @Test
    void types_mayEndInAWildcard(User alice, User bob) {
        String room = room(alice, bob);

        assertThat(Sync.types(timeline(alice, room, "{'types':['org.*']}")))
                .containsExactly("org.example.greeting");
    }

    @Test
    void types_mayHaveWildcardsAnywhere(User alice, User bob) {
        String room = room(alice, bob);

        assertThat(Sync.types(timeline(alice, room, "{'types':['*.greeting','m.*.topic']}")))
                .containsExactly("org.example.greeting", "m.room.topic");
    }

    @Test
    void notTypes_excludeThese(User alice, User bob) {
        String room = room(alice, bob);

        assertThat(Sync.types(timeline(alice, room, "{'not_types':['m.*']}")))
                .containsExactly("org.example.greeting");
    }

    @Test
    void typeInBothLists_isExcluded(User alice, User bob) {
        String room = room(alice, bob);

        // A matching type will be excluded even if it is listed in the `types` filter.
        assertThat(
                        Sync.types(
                                timeline(
                                        alice,
                                        room,
                                        "{'types':['m.room.topic','m.room.message'],'not_types':['m.room.message']}")))
                .containsExactly("m.room.topic");
    }

    @Test
    void emptyTypes_includeNothing(User alice, User bob) {
        String room = room(alice, bob);

        assertThat(timeline(alice, room, "{'types':[]}")).isEmpty();
    }

    @Test
    void senders_includeThese(User alice, User bob) {
        String room = room(alice, bob);

        List<Json> events =
                timeline(
                        alice,
                        room,
                        "{'senders':['" + bob.id() + "'],'types':['m.room.message','org.*']}");

        assertThat(Sync.types(events)).containsExactly("org.example.greeting");
    }

    @Test
    void notSenders_excludeThese_evenIfListed(User alice, User bob) {
        String room = room(alice, bob);

        List<Json> events =
                timeline(
                        alice,
                        room,
                        "{'senders':['"
                                + alice.id()
                                + "','"
                                + bob.id()
                                + "'],'not_senders':['"
                                + alice.id()
                                + "']}");

        assertThat(events).isNotEmpty().allMatch(event -> event.string("sender").equals(bob.id()));
    }

    @Test
    void containsUrl_includesOnlyEventsWithUrl(User alice, User bob) {
        String room = room(alice, bob);

        List<Json> events = timeline(alice, room, "{'contains_url':true}");

        assertThat(events).hasSize(1);
        assertThat(events.getFirst().string("content", "body")).isEqualTo("cat");
    }

    @Test
    void containsUrlFalse_excludesEventsWithUrl(User alice, User bob) {
        String room = room(alice, bob);

        List<Json> events =
                timeline(alice, room, "{'contains_url':false,'types':['m.room.message']}");

        assertThat(events).hasSize(1);
        assertThat(events.getFirst().string("content", "body")).isEqualTo("hello");
    }

    @Test
    void limit_isTheMostEventsOfARoom(User alice, User bob) {
        String room = room(alice, bob);

        assertThat(timeline(alice, room, "{'limit':1}")).hasSize(1);
        assertThat(timeline(alice, room, "{'limit':3}")).hasSize(3);
    }

    @Test
    void stateFilter_isForStateOnly(User alice, User bob) {
        String room = room(alice, bob);

        Sync sync =
                alice.syncWith(
                        Json.parse(
                                "{'room':{'timeline':{'limit':1},'state':{'types':['m.room.create']}}}"));

        assertThat(Sync.types(sync.state(room))).containsExactly("m.room.create");
        assertThat(sync.timeline(room)).hasSize(1);
    }

    @Test
    void accountDataFilter_isForAccountDataOnly(User alice) {
        alice.put("/user/{}/account_data/org.example.a", Json.of("x", 1), alice.id()).ok();
        alice.put("/user/{}/account_data/org.example.b", Json.of("x", 1), alice.id()).ok();

        Sync sync = alice.syncWith(Json.parse("{'account_data':{'types':['org.example.a']}}"));

        assertThat(Sync.types(sync.accountData())).containsExactly("org.example.a");
    }

    @Test
    void filter_isForSinceSyncToo(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        Sync before = alice.sync();
        alice.say(room, "hello");
        alice.setState(room, "m.room.topic", "", Json.of("topic", "Tea"));

        Sync after =
                alice.syncSince(
                        before, Json.parse("{'room':{'timeline':{'types':['m.room.topic']}}}"));

        assertThat(Sync.types(after.timeline(room))).containsExactly("m.room.topic");
    }

    @Test
    void messages_takeAFilterToo(User alice, User bob) {
        String room = room(alice, bob);

        Json page =
                alice.get(
                                "/rooms/{}/messages?dir=b&filter={}",
                                room,
                                "{\"types\":[\"m.room.topic\"]}")
                        .ok();

        assertThat(Sync.types(page.list("chunk"))).containsExactly("m.room.topic");
    }
}
