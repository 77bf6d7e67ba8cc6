/// Tests of the package of the same name.
@NullMarked
package org.stoa.accounts.interactive;

import org.jspecify.annotations.NullMarked;
