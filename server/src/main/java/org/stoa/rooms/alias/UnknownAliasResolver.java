package org.stoa.rooms.alias;

import org.stoa.protocol.id.RoomAlias;

/// Is asked for aliases of this server that do not exist; declared here, implemented by what knows application services.
/// Thread-safe.
@FunctionalInterface
public interface UnknownAliasResolver {

    /// Makes none.
    UnknownAliasResolver NOBODY = alias -> false;

    /// Returns whether the alias may have been made meanwhile. May take seconds: no lock is held, and no read is under way.
    ///
    /// Errors: M_UNKNOWN with status 408 when whoever might make it does not answer.
    boolean resolve(RoomAlias alias);
}
