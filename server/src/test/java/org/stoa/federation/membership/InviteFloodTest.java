package org.stoa.federation.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.stoa.boot.HomeserverConfig;
import org.stoa.http.RateLimitConfig;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.EventSigner;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.testing.Answer;
import org.stoa.testing.ForeignRoom;
import org.stoa.testing.ForeignServer;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// A server that invites whomever it finds into rooms that it makes for it.
@Timeout(120)
final class InviteFloodTest {
    private static final int THOUSAND = 1_000;

    /// What a server may hand over at once, by the usual limits.
    private static final int AT_ONCE = 30;

    /// What one user may have of one server without an answer.
    private static final int MAX_OPEN = 200;

    private static HomeserverConfig limited(HomeserverConfig config) {
        return config.withHttp(config.http().withRateLimits(RateLimitConfig.defaults()));
    }

    private int rooms;

    /// Invites a user into a room of which nobody has heard before.
    private Answer invite(ForeignServer by, TestServer server, String user) {
        String creator = by.user("creator" + rooms++);
        ForeignRoom room = ForeignRoom.create(RoomVersion.V12, creator);
        Event made = room.member(creator, user, "invite", room.last());
        Event invite =
                Event.parse(
                        EventSigner.hashAndSign(
                                made.json()
                                        .without("hashes")
                                        .without("signatures")
                                        .with("origin", Json.of(by.name().text())),
                                by.name(),
                                by.peer().key(),
                                made.rules()),
                        made.rules());
        JsonObject body =
                JsonObject.of(
                        "room_version",
                        "12",
                        "event",
                        invite.json(),
                        "invite_room_state",
                        JsonArray.of(room.create().json()));
        return by.put(
                server.anonymous(),
                body,
                "/_matrix/federation/v2/invite/{}/{}",
                room.roomId().toString(),
                invite.eventId().toString());
    }

    @Test
    void invites_byTheThousand_areTakenAFewAtATimeAndThoseOfOthersBetweenThem() {
        try (ForeignServer flooding = new ForeignServer();
                ForeignServer other = flooding.another();
                TestServer server =
                        TestServer.start(config -> limited(flooding.trusted().apply(config)))) {
            TestClient alice = server.register("alice");
            Map<Integer, Integer> statuses = new TreeMap<>();

            for (int i = 0; i < THOUSAND; i++) {
                statuses.merge(invite(flooding, server, alice.id()).status(), 1, Integer::sum);
            }
            Answer ofOther = invite(other, server, alice.id());

            assertThat(statuses).isEqualTo(Map.of(200, AT_ONCE, 429, THOUSAND - AT_ONCE));
            assertThat(ofOther.status()).isEqualTo(200);
            JsonObject invites =
                    alice.sync().object("rooms").orElseThrow().object("invite").orElseThrow();
            assertThat(invites.names()).hasSize(AT_ONCE + 1);
        }
    }

    @Test
    void invites_thatNobodyAnswers_areTakenUpToABoundForEachServer() {
        try (ForeignServer flooding = new ForeignServer();
                ForeignServer other = flooding.another();
                TestServer server = TestServer.start(flooding.trusted())) {
            TestClient alice = server.register("alice");
            for (int i = 0; i < MAX_OPEN; i++) {
                assertThat(invite(flooding, server, alice.id()).status()).isEqualTo(200);
            }

            Answer more = invite(flooding, server, alice.id());
            String one =
                    alice.sync()
                            .object("rooms")
                            .flatMap(rooms -> rooms.object("invite"))
                            .orElseThrow()
                            .names()
                            .iterator()
                            .next();
            alice.post("/rooms/{}/leave", JsonObject.EMPTY, one).ok();
            Answer next = invite(flooding, server, alice.id());
            Answer ofOther = invite(other, server, alice.id());

            assertThat(more.error()).isEqualTo("403 M_FORBIDDEN");
            assertThat(ofOther.status()).isEqualTo(200);
            assertThat(next.status()).isEqualTo(200);
        }
    }
}
