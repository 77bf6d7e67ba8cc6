package org.stoa.bench.scenario;

/// A user of the server under load.
///
/// @param token an access token
public record Account(String userId, String token) {}
