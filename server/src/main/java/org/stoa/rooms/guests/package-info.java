/// What guests have to do with rooms besides what everybody has.
@NullMarked
package org.stoa.rooms.guests;

import org.jspecify.annotations.NullMarked;
