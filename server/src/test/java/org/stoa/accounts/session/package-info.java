/// Tests of the package of the same name.
@NullMarked
package org.stoa.accounts.session;

import org.jspecify.annotations.NullMarked;
