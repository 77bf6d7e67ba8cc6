/// What came before /sync: initialSync and the event stream.
@NullMarked
package org.stoa.sync.old;

import org.jspecify.annotations.NullMarked;
