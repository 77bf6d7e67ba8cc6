/// Aliases of rooms on this server.
@NullMarked
package org.stoa.rooms.alias;

import org.jspecify.annotations.NullMarked;
