package org.stoa.http;

/// Who may call a route.
public enum Access {
    /// Anybody; a token is not looked at.
    PUBLIC,
    /// Anybody; a token that is given must be valid.
    OPTIONAL,
    /// A user with an account of their own.
    USER,
    /// A user or a guest.
    USER_OR_GUEST,
    /// An administrator of this server.
    ADMIN,
    /// An application service.
    APP_SERVICE,
    /// Another homeserver, which signs its requests.
    SERVER
}
