/// A load driver that talks to any homeserver through the client-server API alone.
@NullMarked
package org.stoa.bench;

import org.jspecify.annotations.NullMarked;
