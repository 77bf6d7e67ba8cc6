/// Starts a server, runs the tests, and compares their results with a baseline.
@NullMarked
package org.stoa.conformance.runner;

import org.jspecify.annotations.NullMarked;
