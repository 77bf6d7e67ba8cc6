/// Compares answers with the shapes that the specification gives them.
@NullMarked
package org.stoa.conformance.shape;

import org.jspecify.annotations.NullMarked;
