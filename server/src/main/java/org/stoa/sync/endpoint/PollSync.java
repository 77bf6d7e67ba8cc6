package org.stoa.sync.endpoint;

import java.time.Duration;
import java.util.Optional;
import org.stoa.ephemeral.Presence;
import org.stoa.ephemeral.PresenceState;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.http.auth.Requester;
import org.stoa.sync.filter.SyncFilter;
import org.stoa.sync.filter.SyncFilters;
import org.stoa.sync.v3.StateForm;
import org.stoa.sync.v3.Sync;
import org.stoa.sync.v3.SyncRequest;

/// Tells a client what is new, or everything when it has nothing yet.
///
/// Spec: client-server-api#get_matrixclientv3sync (v1.19).
public final class PollSync implements Endpoint {
    private static final Route ROUTE =
            Route.get("/sync", Era.V3, Era.R0, Era.V2_ALPHA).access(Access.USER_OR_GUEST).build();

    private final Sync sync;
    private final SyncFilters filters;
    private final Presence presence;

    /// Creates the endpoint.
    public PollSync(Sync sync, SyncFilters filters, Presence presence) {
        this.sync = sync;
        this.filters = filters;
        this.presence = presence;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        Requester requester = request.requester();
        Duration timeout = PollParameters.timeout(request, Duration.ZERO);
        SyncRequest wish =
                new SyncRequest(
                        requester,
                        filter(request, requester),
                        request.queryBool("full_state", false),
                        stateForm(request));
        try (Presence.Connection _ =
                presence.connect(
                        requester.userNid(),
                        requester.deviceId().orElse(""),
                        presenceState(request))) {
            return sync.answer(wish, since(request), timeout);
        }
    }

    private SyncFilter filter(Request request, Requester requester) {
        return request.query("filter")
                .filter(text -> !text.isEmpty())
                .map(text -> filters.find(requester.userNid(), text))
                .orElse(SyncFilter.ALL);
    }

    /// Some clients send an empty token at first.
    private static Optional<String> since(Request request) {
        return request.query("since").filter(text -> !text.isEmpty());
    }

    private static StateForm stateForm(Request request) {
        if (request.queryBool("use_state_after", false)) {
            return StateForm.AFTER_TIMELINE;
        }
        return request.queryBool("org.matrix.msc4222.use_state_after", false)
                ? StateForm.AFTER_TIMELINE_UNSTABLE
                : StateForm.BEFORE_TIMELINE;
    }

    private static PresenceState presenceState(Request request) {
        String text = request.query("set_presence").orElse(PresenceState.ONLINE.text());
        return PresenceState.of(text)
                .orElseThrow(
                        () ->
                                request.invalidQuery(
                                        "set_presence", "online, offline or unavailable"));
    }
}
