/// Tests of the package of the same name.
@NullMarked
package org.stoa.accounts.profile;

import org.jspecify.annotations.NullMarked;
