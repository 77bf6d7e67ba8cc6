package org.stoa.accounts.search;

import org.stoa.protocol.id.UserId;

/// A user that was found.
///
/// @param displayName empty for none
/// @param avatarUrl empty for none
/// @param isLocal whether it is a user of this server
public record FoundUser(UserId userId, String displayName, String avatarUrl, boolean isLocal) {

    /// The same user with another picture.
    public FoundUser withAvatar(String url) {
        return new FoundUser(userId, displayName, url, isLocal);
    }
}
