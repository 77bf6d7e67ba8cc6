@NullMarked
package org.stoa.rooms.resolve;

import org.jspecify.annotations.NullMarked;
