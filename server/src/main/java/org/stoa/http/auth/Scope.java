package org.stoa.http.auth;

/// What a token may be used for, as OAuth 2.0 names it.
///
/// Spec: client-server-api#scope.
public record Scope(String name) {
    /// Full access to the client-server API.
    public static final Scope CLIENT_API = new Scope("urn:matrix:client:api:*");
}
