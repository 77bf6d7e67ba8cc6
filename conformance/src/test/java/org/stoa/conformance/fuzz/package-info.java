@NullMarked
package org.stoa.conformance.fuzz;

import org.jspecify.annotations.NullMarked;
