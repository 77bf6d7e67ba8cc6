package org.stoa.accounts.endpoint;

import java.util.List;
import java.util.function.Function;
import org.stoa.accounts.interactive.Granted;
import org.stoa.accounts.interactive.GuardedAction;
import org.stoa.accounts.session.Sessions;
import org.stoa.protocol.json.JsonObject;

/// Deletes devices of one user, which a function finds in the request's body.
record DeviceDeletion(Sessions sessions, long user, Function<JsonObject, List<String>> devices)
        implements GuardedAction {

    @Override
    public void check(JsonObject body) {
        var _ = devices.apply(body);
    }

    @Override
    public JsonObject perform(Granted granted) {
        sessions.close(user, devices.apply(granted.body()));
        return JsonObject.EMPTY;
    }
}
