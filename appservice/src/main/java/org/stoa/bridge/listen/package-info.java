/// The requests of the homeserver: transactions, queries, third-party networks, ping.
@NullMarked
package org.stoa.bridge.listen;

import org.jspecify.annotations.NullMarked;
