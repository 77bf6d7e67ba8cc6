package org.stoa.accounts.register;

import java.util.Optional;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;

/// Turns the name that somebody wishes for into a user id.
public final class NewName {

    private NewName() {}

    /// Returns the user id for a wished name; its capitals become small letters.
    ///
    /// Errors: M_INVALID_USERNAME when it has other characters than `a-z`, `0-9`, `.`, `_`, `=`, `-`, `/` and `+`, none
    /// at all, or too many. Spec: appendices#user-identifiers (v1.19).
    public static UserId parse(String wished, ServerName serverName) {
        String localpart = lowerCase(wished);
        return UserId.tryParse("@" + localpart + ":" + serverName.text())
                .filter(userId -> userId.localpart().equals(localpart) && userId.isStrict())
                .orElseThrow(NewName::invalid);
    }

    /// Returns the user id for a name that an application service wishes for, a localpart or a whole user id; empty when there
    /// can be none.
    public static Optional<UserId> ofGhost(String wished, ServerName serverName) {
        String whole = wished.startsWith("@") ? wished : "@" + wished + ":" + serverName.text();
        return UserId.tryParse(whole)
                .filter(userId -> userId.server().equals(serverName) && userId.isCompliant());
    }

    /// Lowers A to Z only: other letters with a small form in a-z (the Kelvin sign) are not letters of a name.
    private static String lowerCase(String text) {
        return text.chars()
                .map(letter -> letter >= 'A' && letter <= 'Z' ? letter - 'A' + 'a' : letter)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static MatrixException invalid() {
        return new MatrixException(
                ErrorCode.INVALID_USERNAME,
                "A name has 1 or more of a-z, 0-9, '.', '_', '=', '-', '/' and '+', and the user id at most 255"
                        + " characters");
    }
}
