package org.stoa.accounts.endpoint;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;

/// Tells which versions of the specification the server knows, and which experimental features.
///
/// Clients conclude from them what is there. A version is named when all that it changed is there, but for parts that are
/// missing as a whole, for clients of every version: `docs/compliance/versions.md`.
/// Spec: client-server-api#get_matrixclientversions (v1.19).
public final class GetVersions implements Endpoint {

    private static final List<String> VERSIONS =
            List.of(
                    "r0.0.1", "r0.1.0", "r0.2.0", "r0.3.0", "r0.4.0", "r0.5.0", "r0.6.0", "r0.6.1",
                    "v1.1", "v1.2", "v1.3", "v1.4", "v1.5", "v1.6", "v1.7", "v1.8", "v1.9", "v1.10",
                    "v1.11", "v1.12", "v1.13", "v1.14", "v1.15", "v1.16", "v1.17", "v1.18",
                    "v1.19");

    /// Features by the names that they had before they were part of a version, and proposals.
    private static final Map<String, Boolean> BY_OWN_NAME =
            Map.of(
                    "org.matrix.msc3391", true,
                    "org.matrix.msc3874", true,
                    "org.matrix.msc3882", true,
                    "org.matrix.msc3890", true,
                    "org.matrix.msc4140", true,
                    "uk.half-shot.msc2666.query_mutual_rooms", true,
                    "uk.tcpip.msc4133", true,
                    "uk.tcpip.msc4133.stable", true);

    private final JsonObject answer;

    /// Names these experimental features too.
    public GetVersions(Map<String, Boolean> unstableFeatures) {
        JsonObject.Builder features = JsonObject.builder();
        Map<String, Boolean> all = new TreeMap<>(BY_OWN_NAME);
        all.putAll(unstableFeatures);
        all.forEach((name, isOn) -> features.put(name, (boolean) isOn));
        this.answer =
                JsonObject.of(
                        "versions",
                        JsonArray.ofStrings(VERSIONS),
                        "unstable_features",
                        features.build());
    }

    @Override
    public Route route() {
        return Route.get("/_matrix/client/versions")
                .access(Access.PUBLIC)
                .limit(RateLimitKind.NONE)
                .build();
    }

    @Override
    public Response handle(Request request) {
        return Response.ok(answer);
    }
}
