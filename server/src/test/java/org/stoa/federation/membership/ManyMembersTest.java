package org.stoa.federation.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.rooms.receive.JoinAnswer;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.ForeignRoom;
import org.stoa.testing.ForeignServer;
import org.stoa.testing.ForeignState;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// A room of very many members is entered before they are all found by their names. `-Dstoa.many.members=20000` makes it large.
@Timeout(600)
final class ManyMembersTest {
    private static final int MEMBERS = Integer.getInteger("stoa.many.members", 450);

    private final ForeignServer peer = new ForeignServer();

    private String user(int number) {
        return peer.user("member" + number);
    }

    private JoinAnswer answer(ForeignRoom room, TestClient alice) {
        Event prev = room.last();
        List<Event> members = new ArrayList<>();
        for (int i = 0; i < MEMBERS; i++) {
            JsonObject content =
                    JsonObject.of("membership", "join", "displayname", "Name" + i + "z of many");
            members.add(room.stateBeside(user(i), "m.room.member", user(i), content, prev));
        }
        Event join = room.join(alice.id(), prev);
        ForeignState given = room.given(join);
        members.addAll(given.events());
        return new JoinAnswer(
                room.version(), new ForeignState(members, given.authChain()), join, null);
    }

    @EachEngine
    void members_ofALargeRoom_areAllFoundSoonAfterTheJoin(TestDatabase database) {
        try (TestServer server = TestServer.start(database, peer.trusted())) {
            TestClient alice = server.register("alice");
            ForeignRoom room = ForeignRoom.create(RoomVersion.V11, peer.user("creator"));

            server.homeserver().rooms().receive().remoteRooms().enter(answer(room, alice));

            for (int i = 0; i < MEMBERS; i += 1 + MEMBERS / 50) {
                awaitFound(alice, i);
            }
            while (unindexed(server) > 0) {
                Thread.onSpinWait();
            }
        } finally {
            peer.close();
        }
    }

    private void awaitFound(TestClient alice, int member) {
        JsonObject name = JsonObject.of("search_term", "many name" + member + "z", "limit", 1);
        for (int attempt = 0; attempt < 200_000; attempt++) {
            JsonObject answer = alice.post("/user_directory/search", name).ok();
            List<JsonObject> found = answer.array("results").orElseThrow().objects();
            if (!found.isEmpty()) {
                assertThat(found.getFirst().string("user_id")).contains(user(member));
                return;
            }
            LockSupport.parkNanos(1_000_000);
        }
        throw new AssertionError(member + " is not found");
    }

    private static long unindexed(TestServer server) {
        return server.homeserver()
                .database()
                .read(tx -> tx.one("SELECT COUNT(*) FROM unindexed_user", row -> row.number(1)))
                .orElseThrow();
    }
}
