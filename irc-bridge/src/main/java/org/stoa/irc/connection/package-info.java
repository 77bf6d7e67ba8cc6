/// Connections to IRC servers that come back when they are lost.
@NullMarked
package org.stoa.irc.connection;

import org.jspecify.annotations.NullMarked;
