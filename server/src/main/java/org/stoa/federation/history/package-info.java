/// Rooms' history between servers: what other servers ask of it, and what is asked of them when a user of this one goes back
/// over a gap.
@NullMarked
package org.stoa.federation.history;

import org.jspecify.annotations.NullMarked;
