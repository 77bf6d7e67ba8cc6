package org.stoa.sync;

import java.util.Optional;
import org.stoa.platform.token.StreamToken;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;

/// Reads and makes the tokens by which clients continue.
///
/// A token of another generation (a backup was restored), or one from beyond the frontier, cannot be continued: whoever has
/// it is answered as if he had none.
///
/// @param boot number of this process, for what lives in memory
/// @param generation number that changes when a backup is restored
public record SyncTokens(long boot, long generation) {

    /// Where a client continues.
    ///
    /// @param position 0 when it begins anew
    /// @param ephemeral count of typing notifications and presence
    public record Start(long position, long ephemeral) {
        /// With nothing yet.
        public static final Start ANEW = new Start(0, 0);

        /// Whether the client begins anew.
        public boolean isAnew() {
            return position == 0;
        }
    }

    /// Where the holder of a token continues; anew without one.
    ///
    /// Errors: M_INVALID_PARAM when it is malformed.
    ///
    /// @param frontier the last committed position
    public Start start(Optional<String> token, long frontier) {
        if (token.isEmpty()) {
            return Start.ANEW;
        }
        StreamToken read =
                StreamToken.parse(token.get())
                        .orElseThrow(
                                () ->
                                        new MatrixException(
                                                ErrorCode.INVALID_PARAM,
                                                "The token is none of this server's"));
        boolean cannotContinue = read.generation() != generation || read.position() > frontier;
        if (cannotContinue) {
            return Start.ANEW;
        }
        return new Start(read.position(), read.boot() == boot ? read.ephemeral() : 0);
    }

    /// The token that continues after a position, and after a count of typing notifications and presence.
    public String token(long position, long ephemeral) {
        return new StreamToken(position, 0, ephemeral, boot, generation).toString();
    }
}
