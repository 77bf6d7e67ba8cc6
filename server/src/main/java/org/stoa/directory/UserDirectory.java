package org.stoa.directory;

import org.stoa.accounts.search.FoundUsers;
import org.stoa.accounts.search.SearchTerm;
import org.stoa.accounts.search.UserSearch;

/// Finds users, of this server and of others. Thread-safe.
///
/// Each kind has an index of its own, so that however many users of other servers there are, none of this server is missed.
/// Spec: client-server-api#post_matrixclientv3user_directorysearch (v1.19).
public final class UserDirectory {
    private final UserSearch local;
    private final RemoteUserSearch remote;

    UserDirectory(UserSearch local, RemoteUserSearch remote) {
        this.local = local;
        this.remote = remote;
    }

    /// Returns the users that fit a term and whom the reader may find, at most `limit`.
    public FoundUsers search(long reader, SearchTerm term, int limit) {
        FoundUsers own = local.search(reader, term, limit);
        return own.and(remote.search(reader, term, limit), term, limit);
    }
}
