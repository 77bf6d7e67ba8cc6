/// Making rooms.
@NullMarked
package org.stoa.rooms.create;

import org.jspecify.annotations.NullMarked;
