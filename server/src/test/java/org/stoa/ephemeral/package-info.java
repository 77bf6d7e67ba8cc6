/// Tests of what lives in memory only.
@NullMarked
package org.stoa.ephemeral;

import org.jspecify.annotations.NullMarked;
