/// Telling clients what is new: /sync, and the calls that came before it.
@NullMarked
package org.stoa.sync;

import org.jspecify.annotations.NullMarked;
