/// Events from the moment when a transaction is answered until they are dealt with, over restarts.
@NullMarked
package org.stoa.bridge.inbox;

import org.jspecify.annotations.NullMarked;
