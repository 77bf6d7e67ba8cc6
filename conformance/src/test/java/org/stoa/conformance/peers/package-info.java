@NullMarked
package org.stoa.conformance.peers;

import org.jspecify.annotations.NullMarked;
