package org.stoa.rooms.alias;

import java.util.function.BooleanSupplier;
import org.stoa.protocol.id.RoomAlias;

/// Is asked for aliases of this server that do not exist; declared here, implemented by what knows application services.
/// Thread-safe.
@FunctionalInterface
public interface UnknownAliasResolver {

    /// Makes none.
    UnknownAliasResolver NOBODY = (alias, isThere) -> false;

    /// Returns whether the alias was made meanwhile. May take seconds: no lock is held, and no read is under way.
    ///
    /// @param isThere whether the alias exists now
    ///
    /// Errors: M_UNKNOWN with status 408 when whoever might make it does not answer.
    boolean resolve(RoomAlias alias, BooleanSupplier isThere);
}
