/// Tests of the harness.
@NullMarked
package org.stoa.conformance.runner;

import org.jspecify.annotations.NullMarked;
