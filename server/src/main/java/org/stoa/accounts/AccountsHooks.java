package org.stoa.accounts;

import org.stoa.accounts.profile.OtherProfiles;

/// What higher packages do when something happens to an account.
///
/// @param namespaceGuard knows reserved names
/// @param profileChanged hears of changed profiles
/// @param deviceRemoved hears of removed devices
/// @param userDeactivated hears of closed accounts
/// @param otherProfiles knows the profiles of other servers' users
/// @param appServices knows application services
public record AccountsHooks(
        NamespaceGuard namespaceGuard,
        ProfileChanged profileChanged,
        DeviceRemoved deviceRemoved,
        UserDeactivated userDeactivated,
        OtherProfiles otherProfiles,
        AppServices appServices) {

    /// Nobody listens, nothing is reserved.
    public static final AccountsHooks NONE =
            new AccountsHooks(
                    NamespaceGuard.NOTHING_RESERVED,
                    ProfileChanged.NOBODY,
                    DeviceRemoved.NOBODY,
                    UserDeactivated.NOBODY);

    /// The same without other servers.
    public AccountsHooks(
            NamespaceGuard namespaceGuard,
            ProfileChanged profileChanged,
            DeviceRemoved deviceRemoved,
            UserDeactivated userDeactivated) {
        this(namespaceGuard, profileChanged, deviceRemoved, userDeactivated, OtherProfiles.NONE);
    }

    /// The same without application services.
    public AccountsHooks(
            NamespaceGuard namespaceGuard,
            ProfileChanged profileChanged,
            DeviceRemoved deviceRemoved,
            UserDeactivated userDeactivated,
            OtherProfiles otherProfiles) {
        this(
                namespaceGuard,
                profileChanged,
                deviceRemoved,
                userDeactivated,
                otherProfiles,
                AppServices.NONE);
    }
}
