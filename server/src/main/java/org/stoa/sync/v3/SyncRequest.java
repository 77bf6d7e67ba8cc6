package org.stoa.sync.v3;

import org.stoa.http.auth.Requester;
import org.stoa.sync.filter.SyncFilter;

/// What a client asks of /sync, besides since when.
///
/// @param fullState whether the whole state of all joined rooms is wanted, also where nothing is new
public record SyncRequest(
        Requester requester, SyncFilter filter, boolean fullState, StateForm stateForm) {

    /// Number of the user.
    public long user() {
        return requester.userNid();
    }

    /// The device; empty for an application service without one.
    public String device() {
        return requester.deviceId().orElse("");
    }
}
