/// A suite of tests written from the Matrix specification, for any homeserver.
@NullMarked
package org.stoa.conformance;

import org.jspecify.annotations.NullMarked;
