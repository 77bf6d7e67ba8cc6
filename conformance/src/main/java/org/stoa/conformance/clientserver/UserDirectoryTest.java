package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Deadline;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#user-directory.
@Section("client-server-api#user-directory")
final class UserDirectoryTest {
    private static Json search(User user, String term) {
        return user.post("/user_directory/search", Json.of("search_term", term)).ok();
    }

    private static List<String> found(User user, String term) {
        return search(user, term).list("results").stream()
                .map(one -> one.string("user_id"))
                .toList();
    }

    @Test
    void userInASharedRoom_isFoundById(User alice, User bob) {
        alice.createRoomWith(bob);

        Deadline.eventually(
                () -> assertThat(found(alice, bob.localpart())).containsExactly(bob.id()));
    }

    @Test
    void userInAPublicRoom_isFoundByAStranger(User alice, User bob) {
        bob.createPublicRoom();

        Deadline.eventually(
                () -> assertThat(found(alice, bob.localpart())).containsExactly(bob.id()));
    }

    @Test
    void search_isCaseInsensitive(User alice, User bob) {
        alice.createRoomWith(bob);

        Deadline.eventually(
                () ->
                        assertThat(found(alice, bob.localpart().toUpperCase(Locale.ROOT)))
                                .containsExactly(bob.id()));
    }

    @Test
    void user_isFoundByDisplayName_andShownWithProfile(
            User alice, User bob, Homeserver homeserver) {
        String word = homeserver.unique("name").replace("-", "");
        alice.createRoomWith(bob);
        bob.put("/profile/{}/displayname", Json.of("displayname", "Bob " + word), bob.id()).ok();
        bob.put("/profile/{}/avatar_url", Json.of("avatar_url", "mxc://example.org/b"), bob.id())
                .ok();

        Deadline.eventually(
                () ->
                        assertThat(search(alice, word).list("results"))
                                .containsExactly(
                                        Json.of(
                                                "user_id",
                                                bob.id(),
                                                "display_name",
                                                "Bob " + word,
                                                "avatar_url",
                                                "mxc://example.org/b")));
    }

    @Test
    void limit_cutsTheList_andSaysSo(User alice, User bob, User carol, Homeserver homeserver) {
        String word = homeserver.unique("name").replace("-", "");
        alice.createRoomWith(bob, carol);
        for (User user : List.of(bob, carol)) {
            user.put("/profile/{}/displayname", Json.of("displayname", word), user.id()).ok();
        }
        Deadline.eventually(() -> assertThat(found(alice, word)).hasSize(2));

        Json cut =
                alice.post("/user_directory/search", Json.of("search_term", word, "limit", 1)).ok();

        assertThat(cut.list("results")).hasSize(1);
        assertThat(cut.bool("limited")).isTrue();
        assertThat(search(alice, word).bool("limited")).isFalse();
    }

    @Test
    void nobody_isFoundByNonsense(User alice, Homeserver homeserver) {
        Json answer = search(alice, homeserver.unique("nobody"));

        assertThat(answer.list("results")).isEmpty();
        assertThat(answer.bool("limited")).isFalse();
    }

    @Test
    void missingTerm_isABadRequest(User alice) {
        assertThat(alice.post("/user_directory/search", Json.EMPTY).status()).isEqualTo(400);
    }
}
