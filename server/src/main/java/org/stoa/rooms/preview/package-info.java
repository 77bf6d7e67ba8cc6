/// What may be known of a room from outside: its summary, and who may have it.
@NullMarked
package org.stoa.rooms.preview;

import org.jspecify.annotations.NullMarked;
