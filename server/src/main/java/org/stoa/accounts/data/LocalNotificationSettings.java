package org.stoa.accounts.data;

import org.stoa.accounts.DeviceRemoved;
import org.stoa.storage.WriteTx;
import org.stoa.storage.accounts.AccountDataRepository;

/// The notification settings of single devices, which clients keep in the account data under the device's id; they go with
/// the device. A proposal, by its unstable name.
///
/// Spec: MSC3890.
public final class LocalNotificationSettings implements DeviceRemoved {
    private static final String PREFIX = "org.matrix.msc3890.local_notification_settings.";

    private final AccountDataRepository repository;
    private final DeviceRemoved next;

    /// Removes settings here, and then tells the next who hears of removed devices.
    public LocalNotificationSettings(AccountDataRepository repository, DeviceRemoved next) {
        this.repository = repository;
        this.next = next;
    }

    @Override
    public void removed(WriteTx tx, long user, String deviceId) {
        repository.remove(tx, user, AccountDataRepository.GLOBAL, PREFIX + deviceId);
        next.removed(tx, user, deviceId);
    }
}
