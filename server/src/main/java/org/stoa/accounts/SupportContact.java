package org.stoa.accounts;

import org.jspecify.annotations.Nullable;

/// A way to reach who runs the server. Spec: client-server-api#getwell-knownmatrixsupport (v1.19).
///
/// @param role `m.role.admin`, `m.role.security` or a namespaced name
/// @param matrixId a user id, or `null`
/// @param emailAddress or `null`; one of the two is needed
public record SupportContact(
        String role, @Nullable String matrixId, @Nullable String emailAddress) {

    public SupportContact {
        if (matrixId == null && emailAddress == null) {
            throw new IllegalArgumentException("a contact needs a matrix_id or an email_address");
        }
    }
}
