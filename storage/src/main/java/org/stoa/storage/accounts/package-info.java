/// Accounts and what belongs to them: devices, tokens, interactive sessions, profiles, account data
/// and filters. One repository class for each; reads take a `Tx`, writes a `WriteTx`.
@NullMarked
package org.stoa.storage.accounts;

import org.jspecify.annotations.NullMarked;
