/// The client-server endpoints of the room directory, one class each.
@NullMarked
package org.stoa.directory.endpoint;

import org.jspecify.annotations.NullMarked;
