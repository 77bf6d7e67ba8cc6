/// Tests of the client-server API, one class for each section of the specification.
@NullMarked
package org.stoa.conformance.clientserver;

import org.jspecify.annotations.NullMarked;
