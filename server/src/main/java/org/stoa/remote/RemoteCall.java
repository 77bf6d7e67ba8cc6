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
/// @param largest bytes that an answer may have which may be too large for the memory; 0 for one that comes into it
record RemoteCall(
        String method,
        ServerName server,
        RemotePath path,
        @Nullable JsonObject body,
        RequestLimits limits,
        boolean signed,
        boolean mustTake,
        boolean urgent,
        long largest) {

    static RemoteCall get(ServerName server, RemotePath path, RequestLimits limits) {
        return new RemoteCall("GET", server, path, null, limits, true, false, false, 0);
    }

    static RemoteCall of(
            String method,
            ServerName server,
            RemotePath path,
            JsonObject body,
            RequestLimits limits) {
        return new RemoteCall(method, server, path, body, limits, true, false, false, 0);
    }

    RemoteCall unsigned() {
        return new RemoteCall(method, server, path, body, limits, false, mustTake, urgent, largest);
    }

    RemoteCall mustBeTaken() {
        return new RemoteCall(method, server, path, body, limits, signed, true, urgent, largest);
    }

    RemoteCall atOnce() {
        return new RemoteCall(method, server, path, body, limits, signed, mustTake, true, largest);
    }

    RemoteCall withLargeAnswer(long bytes) {
        return new RemoteCall(method, server, path, body, limits, signed, mustTake, urgent, bytes);
    }

    /// Whether the answer may be too large for the memory.
    boolean isLarge() {
        return largest > 0;
    }
}
