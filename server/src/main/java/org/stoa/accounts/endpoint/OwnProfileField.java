package org.stoa.accounts.endpoint;

import org.stoa.accounts.profile.ProfileField;
import org.stoa.http.Request;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;

/// A field of the own profile, which the requester may change.
record OwnProfileField(Requester requester, ProfileField field) {

    /// Reads whose and which field the path names.
    ///
    /// Errors: M_FORBIDDEN for others' profiles; M_GUEST_ACCESS_FORBIDDEN for what guests may not change; M_INVALID_PARAM,
    /// M_KEY_TOO_LARGE when there can be no such field.
    static OwnProfileField of(Request request) {
        Requester requester = OwnAccount.of(request);
        ProfileField field = ProfileField.of(request.path("keyName"));
        // "Guest users may only modify their display name; other profile fields may not be
        // changed."
        if (requester.guest() && !field.equals(ProfileField.DISPLAY_NAME)) {
            throw new MatrixException(
                    ErrorCode.GUEST_ACCESS_FORBIDDEN, "Guests may only change their display name");
        }
        return new OwnProfileField(requester, field);
    }
}
