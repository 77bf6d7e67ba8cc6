/// Moving a room to another version: the new room, the end of the old one, and what follows its members.
@NullMarked
package org.stoa.rooms.upgrade;

import org.jspecify.annotations.NullMarked;
