/// The answer of /sync, one class for each of its sections.
@NullMarked
package org.stoa.sync.v3;

import org.jspecify.annotations.NullMarked;
