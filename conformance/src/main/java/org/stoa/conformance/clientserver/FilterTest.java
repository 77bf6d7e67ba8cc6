package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Answer;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.Sync;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#filtering.
@Section("client-server-api#filtering")
final class FilterTest {
    private static final Json DEFINITION =
            Json.parse(
                    "{'room':{'timeline':{'limit':10,'types':['m.room.message'],'not_rooms':['!726s6s6q:example.com'],"
                            + "'not_senders':['@spam:example.com']},'state':{'types':['m.room.*'],"
                            + "'lazy_load_members':true},'ephemeral':{'types':['m.receipt','m.typing'],"
                            + "'not_rooms':['!726s6s6q:example.com']}},'presence':{'types':['m.presence'],"
                            + "'not_senders':['@alice:example.com']},'event_format':'client',"
                            + "'event_fields':['type','content','sender']}");

    @Test
    void filter_thatWasCreated_isRead(User alice) {
        String id = alice.filter(DEFINITION);

        assertThat(alice.get("/user/{}/filter/{}", alice.id(), id).ok()).isEqualTo(DEFINITION);
    }

    @Test
    void id_doesNotBeginLikeJson(User alice) {
        // Cannot start with a `{` as this character is used to determine if the filter provided is
        // inline JSON.
        assertThat(alice.filter(DEFINITION)).isNotEmpty().doesNotStartWith("{");
    }

    @Test
    void emptyFilter_isAFilter(User alice) {
        String id = alice.filter(Json.EMPTY);

        assertThat(alice.get("/user/{}/filter/{}", alice.id(), id).ok()).isEqualTo(Json.EMPTY);
    }

    @Test
    void unknownFilter_isNotFound(User alice) {
        alice.get("/user/{}/filter/{}", alice.id(), "987654321").expectError(404, "M_NOT_FOUND");
    }

    @Test
    void filterOfAnotherUser_isNeitherReadNorMade(User alice, User bob) {
        String id = alice.filter(DEFINITION);

        assertThat(bob.get("/user/{}/filter/{}", alice.id(), id).status()).isIn(403, 404);
        bob.post("/user/{}/filter", DEFINITION, alice.id()).expectError(403, "M_FORBIDDEN");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'room':{'timeline':{'limit':'many'}}}",
                "{'room':{'timeline':{'types':'m.room.message'}}}",
                "{'room':'all'}",
                "{'room':{'rooms':['not-a-room']}}",
                "{'presence':{'senders':['not-a-user']}}",
                "{'event_format':'telegram'}",
                "{'room':{'state':{'lazy_load_members':'yes'}}}"
            })
    void filter_thatIsNone_isRefused(String definition, User alice) {
        Answer answer = alice.post("/user/{}/filter", Json.parse(definition), alice.id());

        assertThat(answer.expect(400).json().string("errcode"))
                .isIn("M_BAD_JSON", "M_INVALID_PARAM", "M_UNKNOWN");
    }

    @Test
    void filterById_andInline_doTheSame(User alice) {
        String room = alice.createRoom();
        alice.say(room, "hello");
        Json filter = Json.parse("{'room':{'timeline':{'types':['m.room.message']}}}");
        String id = alice.filter(filter);

        Sync byId = new Sync(alice.get("/sync?filter={}", id).ok());

        assertThat(Sync.types(byId.timeline(room))).containsExactly("m.room.message");
        assertThat(alice.syncWith(filter).timeline(room)).hasSize(1);
    }

    @Test
    void sync_withUnknownFilter_isRefused(User alice) {
        assertThat(alice.get("/sync?filter={}", "987654321").status()).isIn(400, 404);
    }
}
