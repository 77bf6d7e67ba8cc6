package org.stoa.accounts;

import org.stoa.storage.WriteTx;

/// Hears of removed devices, so that their keys, messages and pushers go with them in one transaction.
@FunctionalInterface
public interface DeviceRemoved {

    /// Nobody listens.
    DeviceRemoved NOBODY = (tx, user, deviceId) -> {};

    /// A device of a local user is being removed; its tokens are gone already.
    ///
    /// @param tx the transaction of the removal
    /// @param user number of the user
    /// @param deviceId the device
    void removed(WriteTx tx, long user, String deviceId);
}
