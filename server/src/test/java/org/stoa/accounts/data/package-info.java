/// Tests of the package of the same name.
@NullMarked
package org.stoa.accounts.data;

import org.jspecify.annotations.NullMarked;
