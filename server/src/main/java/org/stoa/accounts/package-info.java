/// Accounts of local users: registration, log-in, tokens, devices, interactive authentication,
/// profiles, account data and filters.
///
/// What higher packages do when something happens here goes through small interfaces that they
/// implement: `ProfileChanged`, `DeviceRemoved`, `UserDeactivated`, `NamespaceGuard`.
@NullMarked
package org.stoa.accounts;

import org.jspecify.annotations.NullMarked;
