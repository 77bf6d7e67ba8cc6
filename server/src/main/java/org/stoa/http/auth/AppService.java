package org.stoa.http.auth;

/// The application service that a request comes from.
///
/// @param id the id of its registration
/// @param rateLimited whether rate limits hold for it
public record AppService(String id, boolean rateLimited) {}
