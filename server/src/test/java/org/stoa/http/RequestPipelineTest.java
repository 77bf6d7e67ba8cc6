package org.stoa.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.http.auth.AppService;
import org.stoa.http.auth.Requester;
import org.stoa.http.auth.Scope;
import org.stoa.http.auth.TokenResult;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.StorageException;

final class RequestPipelineTest {
    private final TestEdge edge = new TestEdge();

    @Test
    void everyAnswer_hasHeadersForBrowsers_andAnId() {
        edge.with(Route.get("/ok").access(Access.PUBLIC), request -> Response.ok())
                .with(Route.get("/user"), request -> Response.ok())
                .with(
                        Route.get("/bug").access(Access.PUBLIC),
                        request -> {
                            throw new IllegalStateException("expected by the test");
                        });

        for (String path : List.of("/ok", "/user", "/bug", "/unknown", "/%zz")) {
            Answer answer = edge.get(path);
            assertThat(answer.header("Access-Control-Allow-Origin")).contains("*");
            assertThat(answer.header("Access-Control-Allow-Methods"))
                    .contains("GET, POST, PUT, DELETE, OPTIONS");
            assertThat(answer.header("Access-Control-Allow-Headers"))
                    .contains("X-Requested-With, Content-Type, Authorization");
            assertThat(answer.header("Content-Type")).contains("application/json");
            assertThat(answer.header("X-Request-Id")).isPresent();
        }
    }

    @Test
    void options_ofAnyPath_isAnsweredWithoutCallingAnybody() {
        edge.with(
                Route.put("/user"),
                request -> {
                    throw new AssertionError("called");
                });

        for (String path : List.of("/user", "/unknown")) {
            Answer answer = edge.call("OPTIONS", path, "");
            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.header("Access-Control-Allow-Origin")).contains("*");
        }
    }

    @Test
    void unknownPath_is404Unrecognized() {
        assertError(edge.get("/unknown"), 404, "M_UNRECOGNIZED");
    }

    @Test
    void otherMethod_is405Unrecognized() {
        edge.with(Route.get("/a"), request -> Response.ok());

        Answer answer = edge.call("PATCH", "/a", "");

        assertError(answer, 405, "M_UNRECOGNIZED");
        assertThat(answer.header("Allow")).contains("GET");
    }

    @Test
    void head_hasNoBody() {
        edge.with(Route.get("/a").access(Access.PUBLIC), request -> Response.ok());

        Answer answer = edge.call("HEAD", "/a", "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void bug_is500Unknown_withTheRequestIdAndNoDetail() {
        edge.with(
                Route.get("/bug").access(Access.PUBLIC),
                request -> {
                    throw new IllegalStateException("expected by the test");
                });

        Answer answer = edge.get("/bug");

        assertError(answer, 500, "M_UNKNOWN");
        assertThat(answer.text())
                .contains(answer.header("X-Request-Id").orElseThrow())
                .doesNotContain("expected");
    }

    @Test
    void matrixException_isAnsweredAsItSays() {
        edge.with(
                Route.get("/a").access(Access.PUBLIC),
                request -> {
                    throw MatrixException.of(ErrorCode.FORBIDDEN, "No").withStatus(418);
                });

        Answer answer = edge.get("/a");

        assertThat(answer.status()).isEqualTo(418);
        assertThat(answer.json())
                .isEqualTo(Json.parseObject("{\"errcode\":\"M_FORBIDDEN\",\"error\":\"No\"}"));
    }

    @ParameterizedTest
    @CsvSource({
        "DISK_FULL, 503",
        "OVERLOADED, 503",
        "FENCED, 503",
        "UNKNOWN_OUTCOME, 503",
        "CONSTRAINT, 500",
        "CORRUPT, 500"
    })
    void failureOfTheDatabase_isUnavailableOrABug(StorageException.Kind kind, int status) {
        edge.with(
                Route.get("/a").access(Access.PUBLIC),
                request -> {
                    throw new StorageException(kind, "expected by the test");
                });

        assertError(edge.get("/a"), status, "M_UNKNOWN");
    }

    @Test
    void token_inHeaderOrQuery_givesTheRequester() {
        edge.with(
                Route.get("/who"),
                request -> Response.text(200, request.requester().userId().toString()));

        assertThat(edge.call("GET", "/who", "", "Authorization", "Bearer alice").text())
                .isEqualTo("@alice:example.org");
        assertThat(edge.call("GET", "/who", "", "authorization", "bearer alice").text())
                .isEqualTo("@alice:example.org");
        assertThat(edge.get("/who?x=1&access_token=alice").text()).isEqualTo("@alice:example.org");
        assertThat(edge.get("/who?access_token=al%69ce").text()).isEqualTo("@alice:example.org");
    }

    @Test
    void token_thatIsAbsent_isMissing() {
        edge.with(Route.get("/user"), request -> Response.ok());

        assertError(edge.get("/user"), 401, "M_MISSING_TOKEN");
        assertError(edge.get("/user?access_token="), 401, "M_MISSING_TOKEN");
        assertError(
                edge.call("GET", "/user", "", "Authorization", "Basic YTpi"),
                401,
                "M_MISSING_TOKEN");
    }

    @Test
    void token_thatIsUnknownOrOver_isUnknown() {
        edge.with(Route.get("/user"), request -> Response.ok())
                .with(Route.get("/optional").access(Access.OPTIONAL), request -> Response.ok())
                .token("old", new TokenResult.Expired())
                .token("soft", new TokenResult.SoftLoggedOut());

        Answer unknown = edge.get("/user?access_token=nobody");
        assertError(unknown, 401, "M_UNKNOWN_TOKEN");
        assertThat(unknown.json().has("soft_logout")).isFalse();
        for (String token : List.of("old", "soft")) {
            Answer answer = edge.get("/user?access_token=" + token);
            assertError(answer, 401, "M_UNKNOWN_TOKEN");
            assertThat(answer.json().bool("soft_logout")).contains(true);
        }
        assertError(edge.get("/optional?access_token=nobody"), 401, "M_UNKNOWN_TOKEN");
    }

    @Test
    void optionalToken_whenAbsent_givesNoRequester() {
        edge.with(
                Route.get("/optional").access(Access.OPTIONAL),
                request -> Response.text(200, "" + request.optionalRequester().isPresent()));

        assertThat(edge.get("/optional").text()).isEqualTo("false");
        assertThat(edge.get("/optional?access_token=alice").text()).isEqualTo("true");
    }

    @Test
    void publicRoute_doesNotLookAtATokenThatIsUnknown() {
        edge.with(Route.get("/public").access(Access.PUBLIC), request -> Response.ok());

        assertThat(edge.get("/public?access_token=nobody").status()).isEqualTo(200);
    }

    @Test
    void guest_mayCallOnlyWhatIsForGuests() {
        edge.with(Route.get("/user"), request -> Response.ok())
                .with(Route.get("/guest").access(Access.USER_OR_GUEST), request -> Response.ok())
                .token("guest", found(true, false, false, false));

        assertError(edge.get("/user?access_token=guest"), 403, "M_GUEST_ACCESS_FORBIDDEN");
        assertThat(edge.get("/guest?access_token=guest").status()).isEqualTo(200);
    }

    @Test
    void administration_isForAdministrators() {
        edge.with(Route.get("/admin").access(Access.ADMIN), request -> Response.ok())
                .token("root", found(false, true, false, false));

        assertError(edge.get("/admin?access_token=alice"), 403, "M_FORBIDDEN");
        assertThat(edge.get("/admin?access_token=root").status()).isEqualTo(200);
    }

    @Test
    void lockedAccount_mayOnlyLogOut() {
        edge.with(Route.get("/user"), request -> Response.ok())
                .with(Route.post("/logout").allowLocked(), request -> Response.ok())
                .token("locked", found(false, false, false, true));

        Answer answer = edge.get("/user?access_token=locked");

        assertError(answer, 401, "M_USER_LOCKED");
        assertThat(answer.json().bool("soft_logout")).contains(true);
        assertThat(edge.call("POST", "/logout?access_token=locked", "").status()).isEqualTo(200);
    }

    @Test
    void suspendedAccount_mayReadAndDoWhatIsAllowed() {
        edge.with(Route.get("/read"), request -> Response.ok())
                .with(Route.post("/write"), request -> Response.ok())
                .with(Route.post("/leave").allowSuspended(), request -> Response.ok())
                .token("suspended", found(false, false, true, false));

        assertThat(edge.get("/read?access_token=suspended").status()).isEqualTo(200);
        assertError(
                edge.call("POST", "/write?access_token=suspended", ""), 403, "M_USER_SUSPENDED");
        assertThat(edge.call("POST", "/leave?access_token=suspended", "").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n", "{}"})
    void body_thatIsAbsentOrBlank_isAnEmptyObject(String body) {
        edge.with(
                Route.post("/a").access(Access.PUBLIC),
                request ->
                        Response.ok(request.body().with("size", Json.of(request.body().size()))));

        assertThat(edge.call("POST", "/a", body).text()).isEqualTo("{\"size\":0}");
    }

    @Test
    void body_isJson_whateverItsContentTypeSays() {
        edge.with(Route.post("/a").access(Access.PUBLIC), request -> Response.ok(request.body()));

        for (String type : List.of("application/x-www-form-urlencoded", "text/plain", "x")) {
            assertThat(edge.call("POST", "/a", "{\"a\":1}", "Content-Type", type).text())
                    .isEqualTo("{\"a\":1}");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{; M_NOT_JSON",
                "a=b; M_NOT_JSON",
                "[]; M_BAD_JSON",
                "\"x\"; M_BAD_JSON",
                "{\"a\":1,\"a\":2}; M_BAD_JSON"
            })
    void body_thatIsNoObject_isRefused(String body, String code) {
        edge.with(Route.post("/a").access(Access.PUBLIC), request -> Response.ok(request.body()));

        assertError(edge.call("POST", "/a", body), 400, code);
    }

    @Test
    void body_thatIsTooLarge_isRefused() {
        edge.with(
                        Route.post("/default").access(Access.PUBLIC),
                        request -> Response.ok(request.body()))
                .with(
                        Route.post("/small").access(Access.PUBLIC).maxBody(10),
                        request -> Response.ok(request.body()));
        String large = "{\"a\":\"" + "x".repeat(3 << 20) + "\"}";

        assertError(edge.call("POST", "/default", large), 413, "M_TOO_LARGE");
        assertError(edge.call("POST", "/small", "{\"a\":123456}"), 413, "M_TOO_LARGE");
        assertThat(edge.call("POST", "/small", "{\"a\":1234}").status()).isEqualTo(200);
    }

    @Test
    void query_isDecoded_andCheckedWhenAskedFor() {
        edge.with(
                Route.get("/a").access(Access.PUBLIC),
                request ->
                        Response.ok(
                                JsonObject.of(
                                        "filter",
                                        request.query("filter").orElse("-"),
                                        "via",
                                        request.queryAll("via"),
                                        "limit",
                                        request.queryInteger("limit").orElse(-1),
                                        "full",
                                        request.queryBool("full", true))));

        assertThat(edge.get("/a?_cacheBuster=%zz&filter=%7B%22a%22:1%7D+&via=x&via=y").json())
                .isEqualTo(
                        Json.parseObject(
                                "{\"filter\":\"{\\\"a\\\":1} \",\"via\":[\"x\",\"y\"],\"limit\":-1,\"full\":true}"));
        assertError(edge.get("/a?limit=many"), 400, "M_INVALID_PARAM");
        assertError(edge.get("/a?full=maybe"), 400, "M_INVALID_PARAM");
        assertError(edge.get("/a?filter=%C3"), 400, "M_INVALID_PARAM");
    }

    @Test
    void requests_areCountedByRoute_notByPath() {
        edge.with(Route.get("/a/{b}").access(Access.PUBLIC), request -> Response.ok());

        edge.get("/a/secret");
        edge.call("BREW", "/pot", "");

        assertThat(edge.platform.metrics().scrape())
                .contains(
                        "stoa_http_requests_seconds_count{method=\"GET\",route=\"/a/{b}\",status=\"200\"} 1")
                .contains("method=\"other\",route=\"unmatched\",status=\"404\"")
                .doesNotContain("secret")
                .doesNotContain("BREW");
    }

    @Test
    void streamedBody_isWhatIsWritten() {
        edge.with(
                Route.get("/a").access(Access.PUBLIC),
                request ->
                        Response.stream(
                                200,
                                "text/plain",
                                out -> {
                                    out.write("one ".getBytes(StandardCharsets.UTF_8));
                                    out.write("two".getBytes(StandardCharsets.UTF_8));
                                }));

        assertThat(edge.get("/a").text()).isEqualTo("one two");
    }

    @Test
    void pathVariable_ofAShorterForm_isEmpty() {
        edge.with(
                Route.get("/a/{b}").also("/a").access(Access.PUBLIC),
                request -> Response.text(200, request.path("b") + request.optionalPath("b")));

        assertThat(edge.get("/a").text()).isEqualTo("Optional.empty");
        assertThat(edge.get("/a/x").text()).isEqualTo("xOptional[x]");
    }

    private static TokenResult found(
            boolean guest, boolean admin, boolean suspended, boolean locked) {
        return new TokenResult.Found(
                new Requester(
                        TestEdge.ALICE.userId(),
                        1,
                        Optional.of("PHONE"),
                        guest,
                        admin,
                        suspended,
                        locked,
                        Optional.<AppService>empty(),
                        Optional.empty(),
                        Set.of(Scope.CLIENT_API),
                        OptionalLong.empty()));
    }

    private static void assertError(Answer answer, int status, String code) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().string("errcode")).contains(code);
        assertThat(answer.json().string("error")).isPresent();
    }
}
