/// The client-server endpoints of rooms, one class each.
@NullMarked
package org.stoa.rooms.endpoint;

import org.jspecify.annotations.NullMarked;
