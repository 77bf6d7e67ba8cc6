package org.stoa.accounts.interactive;

import org.jspecify.annotations.Nullable;
import org.stoa.protocol.json.JsonObject;

/// What a client sent to complete a stage.
///
/// @param auth the `auth` object
/// @param user number of the user who has to prove to be this user, `null` when nobody is logged in
/// @param address where the request came from
public record StageAttempt(JsonObject auth, @Nullable Long user, String address) {}
