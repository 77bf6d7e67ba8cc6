package org.stoa.specification;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.stoa.protocol.json.Json;

final class ShapeValidatorTest {
    private final ShapeValidator validator = ShapeValidator.get();

    @Test
    void answer_thatFits_hasNoMismatch() {
        assertThat(
                        check(
                                "GET",
                                "/_matrix/client/v3/sync",
                                200,
                                "{\"next_batch\":\"s1\",\"rooms\":{}}"))
                .isEmpty();
    }

    @Test
    void answer_withoutARequiredMember_namesIt() {
        assertThat(check("POST", "/_matrix/client/v3/createRoom", 200, "{}"))
                .contains("$: expected a member room_id, found {}");
    }

    @Test
    void answer_withAWrongType_namesThePath() {
        String answer =
                "{\"next_batch\":\"s1\",\"rooms\":{\"join\":{\"!a:b\":"
                        + "{\"summary\":{\"m.joined_member_count\":\"1\"}}}}}";

        assertThat(check("GET", "/_matrix/client/v3/sync", 200, answer))
                .contains(
                        "$.rooms.join.!a:b.summary.m.joined_member_count: expected INTEGER, found \"1\"");
    }

    @Test
    void answer_withAStringThatDoesNotMatch_isFound() {
        assertThat(check("POST", "/_matrix/client/v3/createRoom", 200, "{\"room_id\":\"#a:b\"}"))
                .contains("$.room_id: expected STRING with ^!, found \"#a:b\"");
    }

    @Test
    void answer_outsideAnEnumeration_isFound() {
        assertThat(
                        check(
                                "GET",
                                "/_matrix/client/v3/directory/list/room/!a:b",
                                200,
                                "{\"visibility\":\"secret\"}"))
                .isPresent();
    }

    @Test
    void answer_errorWithoutText_isFound() {
        assertThat(check("GET", "/_matrix/client/v3/sync", 403, "{\"errcode\":\"M_FORBIDDEN\"}"))
                .contains("$: expected a member error, found {\"errcode\":\"M_FORBIDDEN\"}");
    }

    @Test
    void answer_askingForAuthentication_fits() {
        assertThat(
                        check(
                                "POST",
                                "/_matrix/client/v3/register",
                                401,
                                "{\"flows\":[{\"stages\":[\"m.login.dummy\"]}],\"session\":\"a\"}"))
                .isEmpty();
    }

    @Test
    void answer_withNullForAbsent_fitsOnlyWhereClientsExpectIt() {
        assertThat(
                        check(
                                "GET",
                                "/_matrix/client/v3/devices/A",
                                200,
                                "{\"device_id\":\"A\",\"display_name\":null}"))
                .isEmpty();
        assertThat(check("GET", "/_matrix/client/v3/devices/A", 200, "{\"device_id\":null}"))
                .isPresent();
        assertThat(check("GET", "/_matrix/client/v3/profile/@a:b", 200, "{\"displayname\":null}"))
                .isPresent();
    }

    @Test
    void content_ofAReceipt_isChecked() {
        assertThat(validator.content("m.typing", Json.parse(bytes("{\"user_ids\":[\"alice\"]}"))))
                .map(Mismatch::toString)
                .contains("$.user_ids[0]: expected STRING with ^@, found \"alice\"");
    }

    private Optional<String> check(String method, String path, int status, String body) {
        Operation operation = SpecOperations.all().asked(method, path).orElseThrow();
        return validator.answer(operation, status, Json.parse(bytes(body))).map(Mismatch::toString);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
