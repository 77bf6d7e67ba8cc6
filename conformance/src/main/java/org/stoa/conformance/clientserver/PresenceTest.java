package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Deadline;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.Sync;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#presence.
@Section("client-server-api#presence")
final class PresenceTest {
    private static void set(User user, Json status) {
        user.put("/presence/{}/status", status, user.id()).ok();
    }

    private static Optional<Json> presence(Sync sync, User user) {
        return sync.presence().stream()
                .filter(event -> event.string("sender").equals(user.id()))
                .reduce((first, last) -> last)
                .map(event -> event.get("content"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"online", "unavailable"})
    void status_isReadByWhoSharesARoom(String state, User alice, User bob) {
        alice.createRoomWith(bob);
        set(alice, Json.of("presence", state, "status_msg", "Making tea"));

        Deadline.eventually(
                () -> {
                    Json status = bob.get("/presence/{}/status", alice.id()).ok();
                    assertThat(status.string("presence")).isEqualTo(state);
                    assertThat(status.string("status_msg")).isEqualTo("Making tea");
                });
    }

    @Test
    void onlineUser_wasActiveJustNow(User alice) {
        set(alice, Json.of("presence", "online"));

        Json status = alice.get("/presence/{}/status", alice.id()).ok();

        assertThat(status.string("presence")).isEqualTo("online");
        assertThat(status.integer("last_active_ago")).isBetween(0L, 60_000L);
    }

    @Test
    void status_isSyncedToWhoSharesARoom(User alice, User bob) {
        alice.createRoomWith(bob);
        Sync before = bob.sync();

        set(alice, Json.of("presence", "online", "status_msg", "Making tea"));

        bob.syncUntil(
                before,
                sync ->
                        presence(sync, alice)
                                .flatMap(content -> content.find("status_msg"))
                                .equals(Optional.of(Json.value("Making tea"))));
    }

    @Test
    void status_isNotSyncedToStrangers(User alice, User bob, User mallory) {
        alice.createRoomWith(bob);
        Sync before = mallory.sync();
        Sync friend = bob.sync();
        set(alice, Json.of("presence", "online", "status_msg", "Making tea"));
        bob.syncUntil(friend, sync -> presence(sync, alice).isPresent());

        assertThat(presence(mallory.syncSince(before), alice)).isEmpty();
    }

    @Test
    void status_ofAStranger_isForbiddenOrNotFound(User alice, User mallory) {
        set(alice, Json.of("presence", "online"));

        assertThat(mallory.get("/presence/{}/status", alice.id()).status()).isIn(403, 404);
    }

    @Test
    void offlineUser_isOffline(User alice, User bob) {
        alice.createRoomWith(bob);
        set(alice, Json.of("presence", "online"));

        set(alice, Json.of("presence", "offline"));

        Deadline.eventually(
                () ->
                        assertThat(
                                        bob.get("/presence/{}/status", alice.id())
                                                .ok()
                                                .string("presence"))
                                .isEqualTo("offline"));
    }

    /// "set_presence: … If this parameter is omitted then the client is automatically marked as online when it uses this API."
    @Test
    void sync_makesOnline_unlessItSaysOtherwise(User alice, User bob) {
        alice.createRoomWith(bob);

        alice.get("/sync?timeout=0&set_presence=unavailable").ok();

        Deadline.eventually(
                () ->
                        assertThat(
                                        bob.get("/presence/{}/status", alice.id())
                                                .ok()
                                                .string("presence"))
                                .isEqualTo("unavailable"));
    }

    @Test
    void statusOfAnother_isNotSet(User alice, User bob) {
        alice.createRoomWith(bob);

        alice.put("/presence/{}/status", Json.of("presence", "online"), bob.id())
                .expectError(403, "M_FORBIDDEN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'presence':'asleep'}", "{}", "{'presence':'online','status_msg':5}"})
    void statusThatIsNone_isABadRequest(String body, User alice) {
        assertThat(alice.put("/presence/{}/status", Json.parse(body), alice.id()).status())
                .isEqualTo(400);
    }

    @Test
    void statusMessage_isTakenBack_byASetWithoutIt(User alice) {
        set(alice, Json.of("presence", "online", "status_msg", "Making tea"));

        set(alice, Json.of("presence", "online"));

        assertThat(
                        alice.get("/presence/{}/status", alice.id())
                                .ok()
                                .find("status_msg")
                                .filter(Json::isString))
                .isEmpty();
    }
}
