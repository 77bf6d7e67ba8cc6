package org.stoa.directory;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;

/// A place in the list of published rooms, which is ordered by size and then by number: between a room and its neighbour. It
/// stays where it is while other rooms come and go.
///
/// @param forwards whether the page lies behind the room, else before it
/// @param members how many the room had
/// @param room number of the room
record DirectoryPlace(boolean forwards, long members, long room) {
    /// Before the first room.
    static final DirectoryPlace BEGINNING = behind(Long.MAX_VALUE, Long.MAX_VALUE);

    private static final String SEPARATOR = " ";

    static DirectoryPlace behind(long members, long room) {
        return new DirectoryPlace(true, members, room);
    }

    static DirectoryPlace before(long members, long room) {
        return new DirectoryPlace(false, members, room);
    }

    /// Reads a token.
    ///
    /// Errors: M_INVALID_PARAM when it is none.
    static DirectoryPlace parse(String token) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token);
            String[] parts = new String(bytes, StandardCharsets.UTF_8).split(SEPARATOR, 3);
            if (parts.length == 3 && (parts[0].equals("f") || parts[0].equals("b"))) {
                return new DirectoryPlace(
                        parts[0].equals("f"), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
            }
        } catch (IllegalArgumentException malformed) {
            throw invalid();
        }
        throw invalid();
    }

    /// The place as a token.
    @Override
    public String toString() {
        String text = String.join(SEPARATOR, forwards ? "f" : "b", "" + members, "" + room);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static MatrixException invalid() {
        return new MatrixException(
                ErrorCode.INVALID_PARAM, "since is no token of the room directory");
    }
}
