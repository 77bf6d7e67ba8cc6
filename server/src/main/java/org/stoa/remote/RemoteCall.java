package org.stoa.remote;

import org.jspecify.annotations.Nullable;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonObject;
import org.stoa.remote.connect.RequestLimits;

/// One request to another server, before it is signed.
///
/// @param body null for none
/// @param signed whether it is made in the name of this server, and left out while the other one is left alone
/// @param mustTake whether a server that takes it not, or not yet, counts as one that fails
/// @param urgent whether it is made also while the other one is left alone, because a user waits for it
/// @param isLarge whether the answer may be too large for the memory
record RemoteCall(
        String method,
        ServerName server,
        RemotePath path,
        @Nullable JsonObject body,
        RequestLimits limits,
        boolean signed,
        boolean mustTake,
        boolean urgent,
        boolean isLarge) {

    static RemoteCall get(ServerName server, RemotePath path, RequestLimits limits) {
        return new RemoteCall("GET", server, path, null, limits, true, false, false, false);
    }

    static RemoteCall of(
            String method,
            ServerName server,
            RemotePath path,
            JsonObject body,
            RequestLimits limits) {
        return new RemoteCall(method, server, path, body, limits, true, false, false, false);
    }

    RemoteCall unsigned() {
        return new RemoteCall(method, server, path, body, limits, false, mustTake, urgent, isLarge);
    }

    RemoteCall mustBeTaken() {
        return new RemoteCall(method, server, path, body, limits, signed, true, urgent, isLarge);
    }

    RemoteCall atOnce() {
        return new RemoteCall(method, server, path, body, limits, signed, mustTake, true, isLarge);
    }

    RemoteCall withLargeAnswer() {
        return new RemoteCall(method, server, path, body, limits, signed, mustTake, urgent, true);
    }
}
