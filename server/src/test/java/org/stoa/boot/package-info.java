/// Tests of whole processes: how they start, fail, are killed and end.
@NullMarked
package org.stoa.boot;

import org.jspecify.annotations.NullMarked;
