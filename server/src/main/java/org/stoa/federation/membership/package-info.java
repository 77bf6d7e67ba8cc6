/// Memberships that concern several servers, as the one that asks: rooms that this server is not in are entered and left
/// through others, and users of others are invited. `resident` answers those who ask this server.
@NullMarked
package org.stoa.federation.membership;

import org.jspecify.annotations.NullMarked;
