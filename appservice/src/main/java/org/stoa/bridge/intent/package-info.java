/// What an application service does as one of its users, and what it knows of rooms.
@NullMarked
package org.stoa.bridge.intent;

import org.jspecify.annotations.NullMarked;
