/// What a suite of tests may look like, for the tests of the harness.
@NullMarked
package org.stoa.conformance.sample;

import org.jspecify.annotations.NullMarked;
