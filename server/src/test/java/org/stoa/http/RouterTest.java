package org.stoa.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;

final class RouterTest {

    @Test
    void path_withVariables_givesTheirDecodedSegments() {
        Router router = router(Route.put("/rooms/{roomId}/send/{eventType}/{txnId}", Era.V3));

        RouteMatch.Found found =
                found(router, "PUT", "/_matrix/client/v3/rooms/!a%3Ab:c/send/m.room.message/1+2");

        assertThat(found.variables())
                .isEqualTo(
                        Map.of("roomId", "!a:b:c", "eventType", "m.room.message", "txnId", "1+2"));
        assertThat(found.era()).isEqualTo(Era.V3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%2F", "%2f"})
    void segment_withEncodedSlash_staysOneSegment(String slash) {
        Router router = router(Route.get("/keys/{room}/{session}"));

        RouteMatch.Found found =
                found(router, "GET", "/keys/%23a:b/x" + slash + "y%20%F0%9F%90%88");

        assertThat(found.variables()).isEqualTo(Map.of("room", "#a:b", "session", "x/y 🐈"));
    }

    @Test
    void aliases_eachMatch_withTheirEra() {
        Router router = router(Route.get("/sync", Era.V3, Era.R0, Era.V2_ALPHA, Era.API_V1));

        assertThat(found(router, "GET", "/_matrix/client/r0/sync").era()).isEqualTo(Era.R0);
        assertThat(found(router, "GET", "/_matrix/client/v2_alpha/sync").era())
                .isEqualTo(Era.V2_ALPHA);
        assertThat(found(router, "GET", "/_matrix/client/api/v1/sync").era()).isEqualTo(Era.API_V1);
        assertThat(router.match("GET", "/_matrix/client/v1/sync"))
                .isEqualTo(new RouteMatch.Unknown());
    }

    @Test
    void stateWithEmptyKey_matchesWithAndWithoutSlashAtTheEnd() {
        Router router =
                router(
                        Route.get("/state/{type}/{key}")
                                .also("/state/{type}/")
                                .also("/state/{type}"),
                        Route.get("/state"));

        assertThat(found(router, "GET", "/state/m.x/k").variables())
                .isEqualTo(Map.of("type", "m.x", "key", "k"));
        assertThat(found(router, "GET", "/state/m.x/").variables())
                .isEqualTo(Map.of("type", "m.x"));
        assertThat(found(router, "GET", "/state/m.x").variables()).isEqualTo(Map.of("type", "m.x"));
        assertThat(found(router, "GET", "/state").template()).isEqualTo("/state");
        assertThat(router.match("GET", "/state/")).isEqualTo(new RouteMatch.Unknown());
        assertThat(router.match("GET", "/state//k")).isEqualTo(new RouteMatch.Unknown());
    }

    @Test
    void fixedName_goesBeforeVariable_andFallsBackToIt() {
        Router router =
                router(
                        Route.get("/rules/global/all"),
                        Route.get("/rules/{scope}/{kind}"),
                        Route.put("/rules/{scope}/all"),
                        Route.get("/rules/{scope}/{kind}/{id}"));

        assertThat(found(router, "GET", "/rules/global/all").template())
                .isEqualTo("/rules/global/all");
        assertThat(found(router, "GET", "/rules/global/room").template())
                .isEqualTo("/rules/{scope}/{kind}");
        assertThat(found(router, "PUT", "/rules/global/all").template())
                .isEqualTo("/rules/{scope}/all");
        assertThat(found(router, "GET", "/rules/global/all/x").template())
                .isEqualTo("/rules/{scope}/{kind}/{id}");
    }

    @Test
    void knownPath_withOtherMethod_namesTheMethods() {
        Router router = router(Route.get("/a/{b}"), Route.delete("/a/{b}"));

        assertThat(router.match("PATCH", "/a/1"))
                .isEqualTo(new RouteMatch.OtherMethods(Set.of("GET", "DELETE")));
    }

    @Test
    void head_isAnsweredByGet() {
        assertThat(found(router(Route.get("/a")), "HEAD", "/a").template()).isEqualTo("/a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "/A", "/a/", "//a", "/a//", "/a/../a", "/./a", "*", "/a%2F"})
    void unknownPath_matchesNothing(String path) {
        assertThat(router(Route.get("/a")).match("GET", path)).isEqualTo(new RouteMatch.Unknown());
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%2", "%zz", "%C3", "%C0%AF", "%ED%A0%80", "%FF", "%00", "%+1"})
    void segment_thatIsNotDecodable_isRefused(String segment) {
        Router router = router(Route.get("/a/{b}"));

        MatrixException refusal =
                catchThrowableOfType(
                        MatrixException.class, () -> router.match("GET", "/a/x" + segment));

        assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_PARAM);
        assertThat(refusal.status()).isEqualTo(400);
    }

    @Test
    void routes_thatClaimOnePath_areRefused() {
        assertThatThrownBy(() -> router(Route.get("/a/{b}"), Route.get("/a/{c}")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("GET /a/{c}");
    }

    private static RouteMatch.Found found(Router router, String method, String path) {
        RouteMatch match = router.match(method, path);
        assertThat(match).isInstanceOf(RouteMatch.Found.class);
        return (RouteMatch.Found) match;
    }

    private static Router router(Route.Builder... routes) {
        List<Route> built = Arrays.stream(routes).map(Route.Builder::build).toList();
        return new Router(built.stream().map(RouterTest::endpoint).toList());
    }

    private static Endpoint endpoint(Route route) {
        return new Endpoint() {
            @Override
            public Route route() {
                return route;
            }

            @Override
            public Response handle(Request request) {
                return Response.ok();
            }
        };
    }
}
