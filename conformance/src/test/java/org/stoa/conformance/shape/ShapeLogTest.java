package org.stoa.conformance.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ShapeLogTest {
    private static final Optional<String> JSON = Optional.of("application/json; charset=utf-8");

    private static Optional<String> result(String method, String target, int status, String body) {
        ShapeLog log = new ShapeLog();
        log.check(
                method,
                target,
                status,
                JSON,
                body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        assertThat(log.results()).hasSize(1);
        return log.results().values().iterator().next();
    }

    @Test
    void answer_thatFits_passes() {
        assertThat(
                        result(
                                "GET",
                                "/_matrix/client/v3/account/whoami",
                                200,
                                "{'user_id':'@a:b','more':1}"))
                .isEmpty();
    }

    @Test
    void answer_withoutRequiredMember_isNamed() {
        assertThat(result("GET", "/_matrix/client/v3/account/whoami?x=1", 200, "{'device_id':'D'}"))
                .hasValueSatisfying(why -> assertThat(why).contains("a member user_id"));
    }

    @Test
    void answer_withWrongKindInAnArray_isNamed() {
        assertThat(
                        result(
                                "GET",
                                "/_matrix/client/v3/joined_rooms",
                                200,
                                "{'joined_rooms':['!a',1]}"))
                .hasValueSatisfying(
                        why -> assertThat(why).contains("$.joined_rooms[1]: expected string"));
    }

    @Test
    void error_hasErrcodeAndText_orIsAChallenge() {
        String path = "/_matrix/client/v3/delete_devices";
        assertThat(result("POST", path, 401, "{'errcode':'M_X','error':'no'}")).isEmpty();
        assertThat(result("POST", path, 401, "{'flows':[{'stages':['m.x']}],'session':'s'}"))
                .isEmpty();
        assertThat(result("POST", path, 401, "{'errcode':'M_X'}")).isPresent();
        assertThat(result("POST", path, 404, "{}")).isPresent();
    }

    @Test
    void firstMismatch_isKept_andOtherRequestsAreNotChecked() {
        ShapeLog log = new ShapeLog();
        String whoami = "/_matrix/client/v3/account/whoami";
        log.check("GET", whoami, 200, JSON, "{}".getBytes(StandardCharsets.UTF_8));
        log.check(
                "GET",
                whoami,
                200,
                JSON,
                "{\"user_id\":\"@a:b\"}".getBytes(StandardCharsets.UTF_8));
        log.check("GET", "/_matrix/client/v3/nothing", 200, JSON, new byte[0]);
        log.check("GET", "/_matrix/client/versions", 200, Optional.of("text/html"), new byte[0]);

        assertThat(log.results()).containsOnlyKeys("GET " + whoami);
        assertThat(log.results().get("GET " + whoami)).isPresent();
    }
}
