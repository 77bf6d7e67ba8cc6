package org.stoa.http;

import org.stoa.http.auth.Requester;

/// Hears when somebody did something that others can see: an operation counted as [RateLimitKind#SEND] that went well.
@FunctionalInterface
public interface Activity {
    /// Does not care.
    Activity UNNOTICED = requester -> {};

    /// The requester was active. Must be quick.
    void noted(Requester requester);
}
