package org.stoa.compliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.Relating.ids;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.stoa.testing.Proves;
import org.stoa.testing.Relating;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// Proofs of what finds events by how they relate to each other, and by their time.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RelationOperationsTest {
    private static final String V1 = "/_matrix/client/v1";

    private final TestServer server = TestServer.start();
    private final TestClient alice = server.register("alice");
    private final TestClient bob = server.register("bob");

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    @Proves({
        "getRelatingEvents",
        "getRelatingEventsWithRelType",
        "getRelatingEventsWithRelTypeAndEventType"
    })
    void relations_sent_areListedInTheThreeForms() {
        String room = alice.createRoomWith(bob);
        String root = alice.say(room, "root");
        String reply = Relating.say(bob, room, "m.thread", root, "reply");
        String edit = Relating.edit(alice, room, root, "better");
        String other = bob.send(room, "x.poll", Relating.content("m.thread", root, "poll"));

        String path = V1 + "/rooms/{}/relations/{}";
        assertThat(ids(bob.get(path, room, root).objects("chunk")))
                .containsExactly(other, edit, reply);
        assertThat(ids(bob.get(path + "/m.thread", room, root).objects("chunk")))
                .containsExactly(other, reply);
        assertThat(ids(bob.get(path + "/m.thread/x.poll", room, root).objects("chunk")))
                .containsExactly(other);
        String unstable = "/_matrix/client/unstable/rooms/{}/relations/{}/m.replace";
        assertThat(ids(bob.get(unstable, room, root).objects("chunk"))).containsExactly(edit);
    }

    @Test
    @Proves("getThreadRoots")
    void threads_begun_areListedThoseWithTheNewestEventFirst() {
        String room = alice.createRoomWith(bob);
        String one = alice.say(room, "one");
        String two = alice.say(room, "two");
        Relating.say(bob, room, "m.thread", one, "in one");
        Relating.say(alice, room, "m.thread", two, "in two");

        for (String path :
                new String[] {
                    V1 + "/rooms/{}/threads",
                    "/_matrix/client/unstable/org.matrix.msc3856/rooms/{}/threads"
                }) {
            assertThat(ids(bob.get(path, room).objects("chunk"))).containsExactly(two, one);
            assertThat(ids(bob.get(path + "?include=participated", room).objects("chunk")))
                    .containsExactly(one);
        }
    }

    @Test
    @Proves("getEventByTimestamp")
    void event_byItsTime_isFound() {
        String room = alice.createRoomWith(bob);
        server.time().advance(Duration.ofHours(1));
        long before = server.time().millis();
        String id = alice.say(room, "at that time");
        server.time().advance(Duration.ofHours(1));

        for (String path :
                new String[] {
                    V1 + "/rooms/{}/timestamp_to_event",
                    "/_matrix/client/unstable/org.matrix.msc3030/rooms/{}/timestamp_to_event"
                }) {
            String early = String.valueOf(before - 1_000);
            String late = String.valueOf(before + 1_000);
            assertThat(bob.get(path + "?ts={}&dir=f", room, early).string("event_id"))
                    .isEqualTo(id);
            assertThat(bob.get(path + "?ts={}&dir=b", room, late).string("event_id")).isEqualTo(id);
        }
    }
}
