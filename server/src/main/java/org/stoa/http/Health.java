package org.stoa.http;

import java.util.List;
import java.util.Optional;
import org.stoa.platform.Shutdown;
import org.stoa.protocol.json.JsonObject;

/// `GET /health`: 200 when the server can do its work, 503 with what is wrong when it cannot or is about to stop; for load
/// balancers and service managers.
public final class Health implements Endpoint {
    private static final Route ROUTE =
            Route.get("/health").access(Access.PUBLIC).limit(RateLimitKind.NONE).build();

    private final List<HealthCheck> checks;
    private final Shutdown shutdown;

    /// Makes the endpoint over what has to work.
    public Health(List<HealthCheck> checks, Shutdown shutdown) {
        this.checks = List.copyOf(checks);
        this.shutdown = shutdown;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        if (shutdown.hasBegun()) {
            return unfit(List.of("stopping"));
        }
        List<String> problems =
                checks.stream().map(HealthCheck::problem).flatMap(Optional::stream).toList();
        return problems.isEmpty() ? Response.ok(JsonObject.of("status", "ok")) : unfit(problems);
    }

    private static Response unfit(List<String> problems) {
        return Response.of(503, JsonObject.of("status", "unfit", "problems", problems));
    }
}
