/// Log-ins: opening, refreshing and closing them, and the devices they belong to.
@NullMarked
package org.stoa.accounts.session;

import org.jspecify.annotations.NullMarked;
