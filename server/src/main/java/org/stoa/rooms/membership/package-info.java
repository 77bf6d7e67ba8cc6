/// Joining, inviting, leaving, kicking, banning and forgetting.
@NullMarked
package org.stoa.rooms.membership;

import org.jspecify.annotations.NullMarked;
