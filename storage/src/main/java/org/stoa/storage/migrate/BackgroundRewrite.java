package org.stoa.storage.migrate;

import java.util.Optional;
import org.stoa.storage.WriteTx;

/// A change of stored data that is too long for a migration: done in steps beside the running server, and resumed
/// after a restart. The program must understand the old form until it is done.
public interface BackgroundRewrite {
    /// Returns the name under which its place is kept; never given to another rewrite.
    String name();

    /// Rewrites the next rows, about 1,000 at most, as part of a write, so it may run more than once.
    ///
    /// @param cursor what the last step returned; empty text at the start
    /// @return where the next step goes on; empty when all is done
    Optional<String> step(WriteTx tx, String cursor);
}
