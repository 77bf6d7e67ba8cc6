package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.Sync;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#get_matrixclientv3roomsroomidmessages.
@Section("client-server-api#get_matrixclientv3roomsroomidmessages")
final class MessagesTest {
    private static List<String> sayMany(User user, String room, int count) {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(user.say(room, "message " + i));
        }
        return events;
    }

    private static Json messages(User user, String room, String query) {
        return user.get("/rooms/{}/messages?" + query, room).ok();
    }

    private static Json messagesFrom(User user, String room, String query, String from) {
        return user.get("/rooms/{}/messages?" + query + "&from={}", room, from).ok();
    }

    @Test
    void backwards_isNewestFirst_fromTheLastEvent(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        List<String> events = sayMany(alice, room, 4);

        Json page = messages(bob, room, "dir=b&limit=3");

        assertThat(Sync.ids(page.list("chunk")))
                .containsExactly(events.get(3), events.get(2), events.get(1));
    }

    @Test
    void forwards_isOldestFirst_fromTheFirstEvent(User alice) {
        String room = alice.createRoom();

        Json page = messages(alice, room, "dir=f&limit=2");

        assertThat(Sync.types(page.list("chunk")))
                .containsExactly("m.room.create", "m.room.member");
    }

    @Test
    void limit_isTenByDefault(User alice) {
        String room = alice.createRoom();
        sayMany(alice, room, 12);

        assertThat(messages(alice, room, "dir=b").list("chunk")).hasSize(10);
    }

    @Test
    void end_goesOnWhereThePageEnded(User alice) {
        String room = alice.createRoom();
        List<String> events = sayMany(alice, room, 5);
        Json first = messages(alice, room, "dir=b&limit=2");

        Json second = messagesFrom(alice, room, "dir=b&limit=2", first.string("end"));

        assertThat(Sync.ids(second.list("chunk"))).containsExactly(events.get(2), events.get(1));
        assertThat(second.string("start")).isEqualTo(first.string("end"));
    }

    /// "If no further events are available … this property is omitted from the response."
    @ParameterizedTest
    @CsvSource({"b, 3", "b, 50", "f, 3", "f, 50"})
    void wholeHistory_isThereOnce_andThenThereIsNoEnd(String direction, int limit, User alice) {
        String room = alice.createRoom();
        List<String> said = sayMany(alice, room, 7);
        List<String> seen = new ArrayList<>();

        Json page = messages(alice, room, "dir=" + direction + "&limit=" + limit);
        seen.addAll(Sync.ids(page.list("chunk")));
        for (int pages = 0; page.has("end") && pages < 40; pages++) {
            page =
                    messagesFrom(
                            alice,
                            room,
                            "dir=" + direction + "&limit=" + limit,
                            page.string("end"));
            seen.addAll(Sync.ids(page.list("chunk")));
        }

        assertThat(page.has("end")).isFalse();
        assertThat(seen).doesNotHaveDuplicates().containsAll(said);
        assertThat(seen.indexOf(said.get(0)) < seen.indexOf(said.get(6)))
                .isEqualTo(direction.equals("f"));
    }

    @Test
    void to_isWhereItStops(User alice) {
        String room = alice.createRoom();
        sayMany(alice, room, 2);
        String then = alice.sync().nextBatch();
        List<String> events = sayMany(alice, room, 3);

        Json page = alice.get("/rooms/{}/messages?dir=b&limit=50&to={}", room, then).ok();

        assertThat(Sync.ids(page.list("chunk")))
                .containsExactly(events.get(2), events.get(1), events.get(0));
    }

    @Test
    void nextBatchOfASync_goesForwards(User alice) {
        String room = alice.createRoom();
        String then = alice.sync().nextBatch();
        List<String> events = sayMany(alice, room, 3);

        Json page = messagesFrom(alice, room, "dir=f&limit=50", then);

        assertThat(Sync.ids(page.list("chunk"))).containsExactlyElementsOf(events);
    }

    @Test
    void prevBatchOfASync_goesBackwards(User alice) {
        String room = alice.createRoom();
        List<String> events = sayMany(alice, room, 5);
        Sync sync = alice.syncWith(Json.parse("{'room':{'timeline':{'limit':2}}}"));
        String before = sync.joined(room).orElseThrow().string("timeline", "prev_batch");

        Json page = messagesFrom(alice, room, "dir=b&limit=2", before);

        assertThat(Sync.ids(page.list("chunk"))).containsExactly(events.get(2), events.get(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dir=x", "dir=b&limit=many", "dir=b&from=nonsense", "dir=b&limit=-1"})
    void valueThatIsNone_isABadRequest(String query, User alice) {
        assertThat(alice.get("/rooms/{}/messages?" + query, alice.createRoom()).status())
                .isEqualTo(400);
    }

    @Test
    void stranger_isForbidden(User alice, User mallory) {
        mallory.get("/rooms/{}/messages?dir=b", alice.createRoom()).expectError(403, "M_FORBIDDEN");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{'types':['com.example.*']}; com.example.tea",
                "{'not_types':['m.*']}; com.example.tea",
                "{'contains_url':true}; m.room.message",
                "{'types':['com.example.tea','m.room.message'],'contains_url':false}; com.example.tea"
            })
    void filter_selectsEvents(String filter, String type, User alice) {
        String room = alice.createRoom();
        alice.sendEvent(room, "com.example.tea", Json.EMPTY);
        alice.sendEvent(
                room,
                "m.room.message",
                Json.of("msgtype", "m.image", "body", "a", "url", "mxc://example.org/a"));

        Json page =
                alice.get(
                                "/rooms/{}/messages?dir=b&limit=50&filter={}",
                                room,
                                filter.replace('\'', '"'))
                        .ok();

        assertThat(Sync.types(page.list("chunk"))).containsExactly(type);
    }

    @Test
    void filterOfSenders_selectsTheirEvents(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        alice.say(room, "no");
        String yes = bob.say(room, "yes");

        Json page =
                alice.get(
                                "/rooms/{}/messages?dir=b&limit=1&filter={}",
                                room,
                                Json.of("senders", Json.array(bob.id())).toString())
                        .ok();

        assertThat(Sync.ids(page.list("chunk"))).containsExactly(yes);
    }

    /// Filters by relations came with v1.3: related_by_senders and related_by_rel_types.
    @Test
    void filterOfRelations_selectsParents(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        String root = alice.say(room, "root");
        alice.say(room, "other");
        Json relation = Json.of("rel_type", "m.thread", "event_id", root);
        bob.sendEvent(
                room,
                "m.room.message",
                Json.of("msgtype", "m.text", "body", "in it", "m.relates_to", relation));

        for (Json filter :
                List.of(
                        Json.of("related_by_rel_types", Json.array("m.thread")),
                        Json.of("related_by_senders", Json.array(bob.id())))) {
            Json page =
                    alice.get(
                                    "/rooms/{}/messages?dir=b&limit=50&filter={}",
                                    room,
                                    filter.toString())
                            .ok();
            assertThat(Sync.ids(page.list("chunk"))).containsExactly(root);
        }
    }

    @Test
    void filterThatIsNoJson_isABadRequest(User alice) {
        assertThat(
                        alice.get("/rooms/{}/messages?dir=b&filter={}", alice.createRoom(), "{oops")
                                .status())
                .isEqualTo(400);
    }

    @Test
    void lazyLoading_givesTheMembersOfTheSenders(User alice, User bob, User carol) {
        String room = alice.createRoomWith(bob, carol);
        bob.say(room, "hello");

        Json page =
                alice.get(
                                "/rooms/{}/messages?dir=b&limit=1&filter={}",
                                room,
                                "{\"lazy_load_members\":true}")
                        .ok();

        assertThat(page.list("state"))
                .extracting(event -> event.string("state_key"))
                .containsExactly(bob.id());
    }

    @Test
    void ownEvent_hasItsTransactionId(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        alice.put(
                        "/rooms/{}/send/m.room.message/mine",
                        Json.of("msgtype", "m.text", "body", "hello"),
                        room)
                .ok();

        Json mine = messages(alice, room, "dir=b&limit=1").list("chunk").get(0);
        Json theirs = messages(bob, room, "dir=b&limit=1").list("chunk").get(0);

        assertThat(mine.string("unsigned", "transaction_id")).isEqualTo("mine");
        assertThat(theirs.has("unsigned", "transaction_id")).isFalse();
    }

    @Test
    void whoLeft_seesWhatWasBefore(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        String seen = alice.say(room, "seen");
        bob.leave(room);
        String unseen = alice.say(room, "unseen");

        List<String> ids = Sync.ids(messages(bob, room, "dir=b&limit=50").list("chunk"));

        assertThat(ids).contains(seen).doesNotContain(unseen);
    }
}
