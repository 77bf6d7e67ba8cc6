/// Tests of finding users.
@NullMarked
package org.stoa.accounts.search;

import org.jspecify.annotations.NullMarked;
