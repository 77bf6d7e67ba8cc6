/// Building, authorising and sending events of local users.
@NullMarked
package org.stoa.rooms.send;

import org.jspecify.annotations.NullMarked;
