/// Tests of the package of the same name.
@NullMarked
package org.stoa.accounts.register;

import org.jspecify.annotations.NullMarked;
