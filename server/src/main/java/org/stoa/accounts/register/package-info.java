/// Making accounts: names, registration tokens, the shared secret of tools, and the account itself.
@NullMarked
package org.stoa.accounts.register;

import org.jspecify.annotations.NullMarked;
