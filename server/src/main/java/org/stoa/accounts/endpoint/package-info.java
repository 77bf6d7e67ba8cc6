/// The endpoints of accounts, one class each.
@NullMarked
package org.stoa.accounts.endpoint;

import org.jspecify.annotations.NullMarked;
