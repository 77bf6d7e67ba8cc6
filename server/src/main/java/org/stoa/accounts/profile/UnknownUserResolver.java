package org.stoa.accounts.profile;

import org.stoa.protocol.id.UserId;

/// Hears of the first contact with users; declared here, implemented by what knows application services. Thread-safe.
@FunctionalInterface
public interface UnknownUserResolver {

    /// Makes none.
    UnknownUserResolver NOBODY = user -> {};

    /// Somebody wants something of a user of this server, who may not be there yet. May take seconds: no lock is held, and no
    /// read is under way.
    void meet(UserId user);
}
