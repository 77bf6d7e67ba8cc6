/// Two homeservers that federate, and what a test does with them.
@NullMarked
package org.stoa.conformance.peers;

import org.jspecify.annotations.NullMarked;
