package org.stoa.federation.send;

/// How a destination stands, as far as it has to outlive the process.
///
/// @param sentPos nothing at or below it is still to be sent
/// @param behind whether it is told by what is stored
/// @param holdsAt the position that the sender's cursor must not pass; `Long.MAX_VALUE` for none, as of one that is behind,
///     which is stored together with the cursor
/// @param turned whether `behind` is not stored yet
/// @param moved whether `sentPos` is not stored yet
/// @param paid the position up to which what was owed to it has been sent since it was last noted; 0 for nothing
record Standing(
        long sentPos, boolean behind, long holdsAt, boolean turned, boolean moved, long paid) {}
