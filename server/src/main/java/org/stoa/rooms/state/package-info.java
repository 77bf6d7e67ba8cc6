/// The state of a room as persistent maps and references to versions of them.
@NullMarked
package org.stoa.rooms.state;

import org.jspecify.annotations.NullMarked;
