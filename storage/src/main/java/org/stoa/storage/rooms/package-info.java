/// Reading rooms, their events, state, members and aliases. Writing them is rows in a {@link org.stoa.storage.Write}.
@NullMarked
package org.stoa.storage.rooms;

import org.jspecify.annotations.NullMarked;
