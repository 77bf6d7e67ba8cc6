/// Tests of the sections of /sync.
@NullMarked
package org.stoa.sync.v3;

import org.jspecify.annotations.NullMarked;
