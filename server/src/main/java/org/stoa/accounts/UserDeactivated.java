package org.stoa.accounts;

import org.stoa.protocol.id.UserId;
import org.stoa.storage.WriteTx;

/// Hears of closed accounts, so that the user leaves the rooms and what else belongs to the user ends.
///
/// It is called inside the transaction that closes the account; leaving the rooms is work for a task
/// of the scheduler that is written with it.
/// Spec: client-server-api#account-deactivation (v1.19).
@FunctionalInterface
public interface UserDeactivated {

    /// Nobody listens.
    UserDeactivated NOBODY = (tx, user, userId, erase) -> {};

    /// A local user's account is being closed for good.
    ///
    /// @param tx the transaction
    /// @param user number of the user
    /// @param userId the user
    /// @param erase whether the user asked for erasure
    void deactivated(WriteTx tx, long user, UserId userId, boolean erase);
}
