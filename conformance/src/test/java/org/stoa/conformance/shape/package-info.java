/// Tests of the harness.
@NullMarked
package org.stoa.conformance.shape;

import org.jspecify.annotations.NullMarked;
