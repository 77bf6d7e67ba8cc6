package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.Sync;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#room-history-visibility.
@Section("client-server-api#room-history-visibility")
final class HistoryVisibilityTest {
    private static String room(User creator, String visibility) {
        Json state =
                Json.of(
                        "type",
                        "m.room.history_visibility",
                        "state_key",
                        "",
                        "content",
                        Json.of("history_visibility", visibility));
        return creator.createRoom(
                Json.of("preset", "public_chat", "initial_state", Json.array(state)));
    }

    private static String change(User user, String room, String visibility) {
        return user.setState(
                room, "m.room.history_visibility", "", Json.of("history_visibility", visibility));
    }

    private static boolean sees(User user, String room, String event) {
        int status = user.get("/rooms/{}/event/{}", room, event).status();
        assertThat(status).isIn(200, 403, 404);
        return status == 200;
    }

    private static List<String> history(User user, String room) {
        return Sync.ids(user.get("/rooms/{}/messages?dir=b&limit=100", room).ok().list("chunk"));
    }

    /// An event from before the invite, one between invite and join, one after: which of them a new member sees.
    @ParameterizedTest
    @CsvSource({
        "world_readable, true, true",
        "shared, true, true",
        "invited, false, true",
        "joined, false, false"
    })
    void newMember_sees(
            String visibility,
            boolean beforeTheInvite,
            boolean beforeTheJoin,
            User alice,
            User bob) {
        String room = room(alice, visibility);
        String early = alice.say(room, "early");
        alice.invite(room, bob);
        String invited = alice.say(room, "invited");
        bob.join(room);
        String joined = alice.say(room, "joined");

        assertThat(sees(bob, room, early)).isEqualTo(beforeTheInvite);
        assertThat(sees(bob, room, invited)).isEqualTo(beforeTheJoin);
        assertThat(sees(bob, room, joined)).isTrue();
        List<String> history = history(bob, room);
        assertThat(history.contains(early)).isEqualTo(beforeTheInvite);
        assertThat(history.contains(invited)).isEqualTo(beforeTheJoin);
        assertThat(history).contains(joined);
    }

    @ParameterizedTest
    @CsvSource({"world_readable, true", "shared, false", "invited, false", "joined, false"})
    void stranger_sees(String visibility, boolean visible, User alice, User mallory) {
        String room = room(alice, visibility);
        String event = alice.say(room, "hello");

        assertThat(sees(mallory, room, event)).isEqualTo(visible);
        assertThat(mallory.get("/rooms/{}/messages?dir=b", room).status())
                .isEqualTo(visible ? 200 : 403);
    }

    @ParameterizedTest
    @CsvSource({"world_readable, true", "shared, false", "joined, false"})
    void whoLeft_seesOfWhatCameAfter(String visibility, boolean visible, User alice, User bob) {
        String room = room(alice, visibility);
        bob.join(room);
        String before = alice.say(room, "before");
        bob.leave(room);
        String after = alice.say(room, "after");

        assertThat(sees(bob, room, before)).isTrue();
        assertThat(sees(bob, room, after)).isEqualTo(visible);
    }

    @ParameterizedTest
    @ValueSource(strings = {"shared", "invited", "joined"})
    void whoWasBanned_seesNothingThatCameAfter(String visibility, User alice, User bob) {
        String room = room(alice, visibility);
        bob.join(room);
        String before = alice.say(room, "before");
        alice.ban(room, bob);
        String after = alice.say(room, "after");

        assertThat(sees(bob, room, before)).isTrue();
        assertThat(sees(bob, room, after)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"shared, true", "invited, false", "joined, false"})
    void whoCameBack_seesOfTheTimeBetween(
            String visibility, boolean visible, User alice, User bob) {
        String room = room(alice, visibility);
        bob.join(room);
        bob.leave(room);
        String between = alice.say(room, "between");
        bob.join(room);

        assertThat(sees(bob, room, between)).isEqualTo(visible);
        assertThat(history(bob, room).contains(between)).isEqualTo(visible);
    }

    @ParameterizedTest
    @ValueSource(strings = {"shared", "joined"})
    void invitedUser_seesNothing_beforeItJoins(String visibility, User alice, User bob) {
        String room = room(alice, visibility);
        alice.invite(room, bob);
        String since = alice.say(room, "since");

        assertThat(sees(bob, room, since)).isFalse();
    }

    @Test
    void visibility_isThatAtTheEvent_notThatOfToday(User alice, User bob) {
        String room = room(alice, "joined");
        String hidden = alice.say(room, "hidden");
        change(alice, room, "shared");
        String shown = alice.say(room, "shown");
        bob.join(room);

        assertThat(sees(bob, room, hidden)).isFalse();
        assertThat(sees(bob, room, shown)).isTrue();
        assertThat(history(bob, room)).contains(shown).doesNotContain(hidden);
    }

    @Test
    void whatWasShared_staysShared_whenItIsRestrictedLater(User alice, User bob) {
        String room = room(alice, "shared");
        String shown = alice.say(room, "shown");
        change(alice, room, "joined");
        String hidden = alice.say(room, "hidden");
        bob.join(room);

        assertThat(sees(bob, room, shown)).isTrue();
        assertThat(sees(bob, room, hidden)).isFalse();
    }

    @Test
    void whatWasWorldReadable_staysReadable_forThoseWhoJoin(User alice, User bob) {
        String room = room(alice, "world_readable");
        String open = alice.say(room, "open");
        change(alice, room, "joined");
        String closed = alice.say(room, "closed");
        bob.join(room);

        assertThat(history(bob, room)).contains(open).doesNotContain(closed);
    }

    /// "a user should be able to see m.room.history_visibility events which change the history_visibility from world_readable
    /// to joined or from joined to world_readable, even if that user was not a member"
    @Test
    void changeOfVisibility_isSeen_ifEitherSideLetsIt(User alice, User bob) {
        String room = room(alice, "joined");
        String opened = change(alice, room, "world_readable");
        String closed = change(alice, room, "joined");
        bob.join(room);

        assertThat(sees(bob, room, opened)).isTrue();
        assertThat(sees(bob, room, closed)).isTrue();
    }

    /// "a user can always see m.room.member events which set their membership to join, or which change their membership
    /// from join to any other value, even if history_visibility is joined"
    @Test
    void ownMemberEvents_areSeen_whateverTheVisibility(User alice, User bob) {
        String room = room(alice, "joined");
        bob.join(room);
        String joined =
                alice.get("/rooms/{}/state/m.room.member/{}?format=event", room, bob.id())
                        .ok()
                        .string("event_id");
        alice.kick(room, bob);
        String kicked =
                alice.get("/rooms/{}/state/m.room.member/{}?format=event", room, bob.id())
                        .ok()
                        .string("event_id");

        assertThat(sees(bob, room, joined)).isTrue();
        assertThat(sees(bob, room, kicked)).isTrue();
    }

    @Test
    void unknownVisibility_isShared(User alice, User bob) {
        String room = room(alice, "shared");
        change(alice, room, "com.example.moonlight");
        String event = alice.say(room, "hello");
        bob.join(room);

        assertThat(sees(bob, room, event)).isTrue();
    }

    @Test
    void context_hasOnlyWhatMayBeSeen(User alice, User bob) {
        String room = room(alice, "joined");
        String hidden = alice.say(room, "hidden");
        bob.join(room);
        String shown = alice.say(room, "shown");

        Json context = bob.get("/rooms/{}/context/{}?limit=50", room, shown).ok();

        assertThat(Sync.ids(context.list("events_before"))).doesNotContain(hidden);
        assertThat(bob.get("/rooms/{}/context/{}", room, hidden).status()).isIn(403, 404);
    }

    @Test
    void sync_hasOnlyWhatMayBeSeen(User alice, User bob) {
        String room = room(alice, "joined");
        String hidden = alice.say(room, "hidden");
        bob.join(room);
        String shown = alice.say(room, "shown");

        Sync sync = bob.syncUntilEvent(room, shown);

        assertThat(sync.hasEvent(room, hidden)).isFalse();
    }
}
