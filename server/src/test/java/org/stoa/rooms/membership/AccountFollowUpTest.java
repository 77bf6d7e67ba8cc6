package org.stoa.rooms.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.time.Duration;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.sync.SyncServer;
import org.stoa.testing.TestClient;

final class AccountFollowUpTest {

    /// The invite stands for a join that was under way while the account was closed.
    @EachEngine
    void closedAccount_thatIsInARoomAgain_leavesItAMinuteLater(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            server.homeserver().start();
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            String room = alice.createRoomWith(bob);
            close(bob);
            awaitMembership(server, alice, room, bob, "leave");
            alice.invite(room, bob);

            server.time().advance(Duration.ofMinutes(1));

            awaitMembership(server, alice, room, bob, "leave");
        }
    }

    private static void close(TestClient client) {
        client.post(
                        "/account/deactivate",
                        json(
                                "{'auth':{'type':'m.login.password','password':'wonderland',"
                                        + "'identifier':{'type':'m.id.user','user':'bob'}}}"))
                .ok();
    }

    private static void awaitMembership(
            SyncServer server, TestClient reader, String room, TestClient of, String expected) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        String membership;
        do {
            server.homeserver().database().scheduler().runDue();
            membership =
                    reader.get("/rooms/{}/state/m.room.member/{}", room, of.id())
                            .string("membership");
        } while (!membership.equals(expected) && System.nanoTime() < deadline);
        assertThat(membership).isEqualTo(expected);
    }
}
