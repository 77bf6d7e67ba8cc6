package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Answer;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#put_matrixclientv3profileuseridkeyname.
@Section("client-server-api#put_matrixclientv3profileuseridkeyname")
final class ProfileFieldsTest {
    private static final String FIELD = "org.example.pronoun";

    private static Answer set(User user, String field, Object value) {
        return user.put("/profile/{}/{}", Json.of(field, value), user.id(), field);
    }

    @Test
    void field_thatWasSet_isRead(User alice, User bob) {
        assertThat(set(alice, FIELD, "they").ok()).isEqualTo(Json.EMPTY);

        assertThat(bob.get("/profile/{}/{}", alice.id(), FIELD).ok())
                .isEqualTo(Json.of(FIELD, "they"));
        assertThat(bob.get("/profile/{}", alice.id()).ok().string(FIELD)).isEqualTo("they");
    }

    @Test
    void field_mayHaveAnyType(User alice) {
        for (Json value :
                List.of(
                        Json.value(7),
                        Json.value(true),
                        Json.array("a", 1, Json.EMPTY),
                        Json.of("nested", Json.of("deep", List.of(1))))) {
            set(alice, FIELD, value).ok();

            assertThat(alice.get("/profile/{}/{}", alice.id(), FIELD).ok().get(FIELD))
                    .isEqualTo(value);
        }
    }

    @Test
    void field_thatWasSetAgain_hasTheNewValue(User alice) {
        set(alice, FIELD, "old").ok();

        set(alice, FIELD, "new").ok();

        assertThat(alice.get("/profile/{}/{}", alice.id(), FIELD).ok().string(FIELD))
                .isEqualTo("new");
    }

    @Test
    void timeZone_isAField(User alice) {
        set(alice, "m.tz", "Europe/London").ok();

        assertThat(alice.get("/profile/{}", alice.id()).ok().string("m.tz"))
                .isEqualTo("Europe/London");
    }

    @Test
    void field_thatWasNeverSet_isNotFound(User alice) {
        assertThat(alice.get("/profile/{}/{}", alice.id(), FIELD).status()).isEqualTo(404);
    }

    @Test
    void field_thatWasDeleted_isNotFound(User alice) {
        set(alice, FIELD, "they").ok();

        assertThat(alice.delete("/profile/{}/{}", alice.id(), FIELD).ok()).isEqualTo(Json.EMPTY);

        assertThat(alice.get("/profile/{}/{}", alice.id(), FIELD).status()).isEqualTo(404);
        assertThat(alice.get("/profile/{}", alice.id()).ok().has(FIELD)).isFalse();
    }

    @Test
    void field_thatDoesNotExist_mayBeDeleted(User alice) {
        // The profile field was deleted or it doesn't exist.
        alice.delete("/profile/{}/{}", alice.id(), FIELD).ok();
    }

    @Test
    void delete_ofOneField_leavesTheOthers(User alice) {
        set(alice, FIELD, "they").ok();
        set(alice, "org.example.other", "stays").ok();

        alice.delete("/profile/{}/{}", alice.id(), FIELD).ok();

        assertThat(alice.get("/profile/{}", alice.id()).ok().string("org.example.other"))
                .isEqualTo("stays");
    }

    @Test
    void body_withoutTheField_isMissingParam(User alice) {
        alice.put("/profile/{}/{}", Json.of("org.example.else", 1), alice.id(), FIELD)
                .expectError(400, "M_MISSING_PARAM");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NoNamespace", "org.Example.upper", "has space", "1.digit"})
    void name_outsideOfTheGrammar_isInvalid(String name, User alice) {
        set(alice, name, "x").expectError(400, "M_INVALID_PARAM");
    }

    @Test
    void name_ofMoreThan255Bytes_isTooLarge(User alice) {
        set(alice, "org.example." + "a".repeat(250), "x").expectError(400, "M_KEY_TOO_LARGE");
    }

    @Test
    void profile_ofMoreThan64KiB_isTooLarge(User alice) {
        set(alice, FIELD, "x".repeat(65 * 1024)).expectError(400, "M_PROFILE_TOO_LARGE");

        assertThat(alice.get("/profile/{}", alice.id()).ok().has(FIELD)).isFalse();
    }

    @Test
    void profile_grownBeyond64KiB_byManyFields_isTooLarge(User alice) {
        set(alice, FIELD, "x".repeat(40 * 1024)).ok();

        set(alice, "org.example.other", "x".repeat(40 * 1024))
                .expectError(400, "M_PROFILE_TOO_LARGE");
    }

    @Test
    void fieldOfAnotherUser_isNeitherSetNorDeleted(User alice, User bob) {
        set(alice, FIELD, "they").ok();

        bob.put("/profile/{}/{}", Json.of(FIELD, "x"), alice.id(), FIELD)
                .expectError(403, "M_FORBIDDEN");
        bob.delete("/profile/{}/{}", alice.id(), FIELD).expectError(403, "M_FORBIDDEN");

        assertThat(alice.get("/profile/{}", alice.id()).ok().string(FIELD)).isEqualTo("they");
    }

    @Test
    void body_thatIsNoJson_isRefused(User alice) {
        Answer answer =
                alice.sendBytes(
                        "PUT",
                        "/profile/{}/{}",
                        "application/json",
                        "{".getBytes(StandardCharsets.UTF_8),
                        alice.id(),
                        FIELD);

        assertThat(answer.expect(400).json().string("errcode")).isIn("M_BAD_JSON", "M_NOT_JSON");
    }
}
