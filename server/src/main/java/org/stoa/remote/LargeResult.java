package org.stoa.remote;

import org.stoa.remote.connect.AnswerMemory;
import org.stoa.remote.connect.AnswerText;

/// What came of a request whose answer may be too large for the memory.
public sealed interface LargeResult {

    /// The other server did it.
    ///
    /// @param text its answer, which nobody has looked at yet; it is there until the reader is done
    /// @param memory asked for room before something is made of it that grows with it; says how much in all
    record Text(AnswerText text, AnswerMemory memory) implements LargeResult {}

    /// It did not.
    ///
    /// @param result never {@link RemoteResult.Done}
    record Failed(RemoteResult result) implements LargeResult {}
}
