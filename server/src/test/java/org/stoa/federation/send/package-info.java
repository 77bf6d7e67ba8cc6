/// Tests of what other servers are told.
@NullMarked
package org.stoa.federation.send;

import org.jspecify.annotations.NullMarked;
