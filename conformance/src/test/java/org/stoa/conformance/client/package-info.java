/// Tests of the harness.
@NullMarked
package org.stoa.conformance.client;

import org.jspecify.annotations.NullMarked;
