/// Events as they are stored, and the cache of them.
@NullMarked
package org.stoa.rooms.event;

import org.jspecify.annotations.NullMarked;
