/// Which Matrix room is which IRC channel, who is who, and what goes where.
@NullMarked
package org.stoa.irc.bridge;

import org.jspecify.annotations.NullMarked;
