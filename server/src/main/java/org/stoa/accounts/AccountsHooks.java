package org.stoa.accounts;

/// What higher packages do when something happens to an account.
///
/// @param namespaceGuard knows reserved names
/// @param profileChanged hears of changed profiles
/// @param deviceRemoved hears of removed devices
/// @param userDeactivated hears of closed accounts
public record AccountsHooks(
        NamespaceGuard namespaceGuard,
        ProfileChanged profileChanged,
        DeviceRemoved deviceRemoved,
        UserDeactivated userDeactivated) {

    /// Nobody listens, nothing is reserved.
    public static final AccountsHooks NONE =
            new AccountsHooks(
                    NamespaceGuard.NOTHING_RESERVED,
                    ProfileChanged.NOBODY,
                    DeviceRemoved.NOBODY,
                    UserDeactivated.NOBODY);
}
