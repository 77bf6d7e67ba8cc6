/// User-interactive authentication: proving again who one is before a sensitive operation.
///
/// `InteractiveAuth` runs an operation once the stages of one of its flows are completed; sessions are
/// kept in the database, so that they outlive a restart, with the request's body sealed.
/// Spec: client-server-api#user-interactive-authentication-api (v1.19).
@NullMarked
package org.stoa.accounts.interactive;

import org.jspecify.annotations.NullMarked;
