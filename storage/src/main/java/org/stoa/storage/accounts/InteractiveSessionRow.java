package org.stoa.storage.accounts;

import org.jspecify.annotations.Nullable;

/// A session of user-interactive authentication as it is stored.
///
/// @param key what it is found by: a hash of the session id
/// @param endpoint the operation it was opened for
/// @param user who asked, `null` when nobody was logged in
/// @param body the request's body, sealed with the session id
/// @param completed JSON object: the stages that are done, in order, each with a note
/// @param createdTs when it was opened
/// @param result JSON object: what the operation gave, `null` until it was done
public record InteractiveSessionRow(
        String key,
        String endpoint,
        @Nullable Long user,
        String body,
        String completed,
        long createdTs,
        @Nullable String result) {}
