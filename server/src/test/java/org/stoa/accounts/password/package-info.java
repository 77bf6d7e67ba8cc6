/// Tests of the package of the same name.
@NullMarked
package org.stoa.accounts.password;

import org.jspecify.annotations.NullMarked;
