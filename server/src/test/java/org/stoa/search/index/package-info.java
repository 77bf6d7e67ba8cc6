/// Tests of the full-text index.
@NullMarked
package org.stoa.search.index;

import org.jspecify.annotations.NullMarked;
