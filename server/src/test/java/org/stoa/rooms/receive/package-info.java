@NullMarked
package org.stoa.rooms.receive;

import org.jspecify.annotations.NullMarked;
