/// What clients keep for a user on the server: account data, room tags and filters.
@NullMarked
package org.stoa.accounts.data;

import org.jspecify.annotations.NullMarked;
