package org.stoa.rooms.read;

import java.util.Optional;
import org.stoa.platform.token.StreamToken;
import org.stoa.platform.token.TimelineToken;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.storage.Tx;
import org.stoa.storage.rooms.EventRepository;

/// Turns the tokens of clients into places in a room's timeline.
public final class Tokens {
    private final EventRepository repository = new EventRepository();

    /// The order number that a token stands just behind: of a timeline token, or of a /sync token.
    ///
    /// Errors: M_INVALID_PARAM when it is neither.
    public long ord(Tx tx, long room, String token) {
        Optional<TimelineToken> timeline = TimelineToken.parse(token);
        if (timeline.isPresent()) {
            return timeline.get().ord();
        }
        StreamToken stream =
                StreamToken.parse(token)
                        .orElseThrow(
                                () ->
                                        new MatrixException(
                                                ErrorCode.INVALID_PARAM,
                                                "The token is none of this server's"));
        return repository.ordAt(tx, room, stream.position());
    }
}
