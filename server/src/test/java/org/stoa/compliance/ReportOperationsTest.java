package org.stoa.compliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.util.List;
import org.stoa.boot.control.ControlCommands;
import org.stoa.boot.control.ReportCommands;
import org.stoa.platform.ManualTime;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.Proves;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// Proofs of reporting: what users say is there for the operator.
final class ReportOperationsTest {

    @EachEngine
    @Proves({"reportEvent", "reportRoom", "reportUser"})
    void reports_ofAllKinds_areListedUntilDeleted(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            String room = bob.createRoomWith(alice);
            String elsewhere = bob.createRoom();
            String event = bob.say(room, "rude");

            alice.post("/rooms/{}/report/{}", json("{'score':-100}"), room, event).ok();
            alice.post("/rooms/{}/report", json("{'reason':'noise'}"), elsewhere).ok();
            alice.post("/users/{}/report", json("{'reason':''}"), bob.id()).ok();

            assertThat(list(server))
                    .containsExactly(
                            report(3).put("user_id", bob.id()).put("reason", "").build(),
                            report(2).put("room_id", elsewhere).put("reason", "noise").build(),
                            report(1)
                                    .put("room_id", room)
                                    .put("event_id", event)
                                    .put("user_id", bob.id())
                                    .put("reason", "")
                                    .build());
            assertThat(bob.sync().toString()).doesNotContain("noise");
            assertThat(command(server, ReportCommands.delete(2))).isEqualTo(JsonObject.EMPTY);
            assertThat(list(server)).hasSize(2);
            assertThat(command(server, ReportCommands.delete(2)).has("error")).isTrue();
        }
    }

    @EachEngine
    void report_ofWhatTheReporterCannotSee_isNotFound(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            String room =
                    bob.createRoom(
                            json(
                                    "{'initial_state':[{'type':'m.room.history_visibility','content':{'history_visibility':'joined'}}]}"));
            String before = bob.say(room, "before");
            JsonObject reason = json("{'reason':'x'}");

            assertThat(alice.post("/rooms/{}/report/{}", reason, room, before).error())
                    .isEqualTo("404 M_NOT_FOUND");
            bob.invite(room, alice);
            alice.join(room);
            assertThat(alice.post("/rooms/{}/report/{}", reason, room, before).error())
                    .isEqualTo("404 M_NOT_FOUND");
            assertThat(alice.post("/rooms/{}/report/{}", reason, room, "$nothing").error())
                    .isEqualTo("404 M_NOT_FOUND");
            assertThat(alice.post("/rooms/{}/report", reason, "!no:localhost").error())
                    .isEqualTo("404 M_NOT_FOUND");
            assertThat(alice.post("/users/{}/report", reason, "@no:localhost").error())
                    .isEqualTo("404 M_NOT_FOUND");
            assertThat(list(server)).isEmpty();
        }
    }

    @EachEngine
    void report_withoutOrWithWrongReason_isRefused(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            String event = alice.say(room, "hi");

            assertThat(alice.post("/rooms/{}/report", JsonObject.EMPTY, room).error())
                    .isEqualTo("400 M_MISSING_PARAM");
            assertThat(alice.post("/users/{}/report", JsonObject.EMPTY, alice.id()).error())
                    .isEqualTo("400 M_MISSING_PARAM");
            assertThat(alice.post("/rooms/{}/report/{}", json("{'reason':1}"), room, event).error())
                    .isEqualTo("400 M_BAD_JSON");
            JsonObject endless = JsonObject.of("reason", "x".repeat(10_001));
            assertThat(alice.post("/rooms/{}/report", endless, room).error())
                    .isEqualTo("400 M_INVALID_PARAM");
        }
    }

    private static JsonObject.Builder report(long number) {
        return JsonObject.builder()
                .put("number", number)
                .put("created_ts", ManualTime.START.toEpochMilli())
                .put("reporter", "@alice:localhost");
    }

    private static List<JsonObject> list(TestServer server) {
        return command(server, ReportCommands.list(Long.MAX_VALUE))
                .array("reports")
                .orElseThrow()
                .objects();
    }

    private static JsonObject command(TestServer server, JsonObject request) {
        return ControlCommands.of(server.homeserver()).handle(request);
    }
}
