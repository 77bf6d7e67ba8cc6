/// Finding users by words of their names and user ids.
@NullMarked
package org.stoa.accounts.search;

import org.jspecify.annotations.NullMarked;
