/// The server under load: one that is up, or one that a start script starts.
@NullMarked
package org.stoa.bench.homeserver;

import org.jspecify.annotations.NullMarked;
