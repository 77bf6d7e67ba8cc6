package org.stoa.accounts;

import org.stoa.protocol.id.UserId;
import org.stoa.storage.WriteTx;

/// Hears of changed profiles, so that the user's rooms can be told.
///
/// It is called inside the transaction that changes the profile: what must not be lost is written with
/// it (a task of the scheduler), and the long part of the work begins after the commit.
/// Spec: client-server-api#events-on-change-of-profile-information (v1.19).
@FunctionalInterface
public interface ProfileChanged {

    /// Nobody listens.
    ProfileChanged NOBODY = (tx, user, userId, field) -> {};

    /// A field of a local user's profile was set or removed.
    ///
    /// @param tx the transaction of the change
    /// @param user number of the user
    /// @param userId the user
    /// @param field name of the field, for example `displayname`
    void changed(WriteTx tx, long user, UserId userId, String field);
}
