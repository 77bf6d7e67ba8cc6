/// Which servers may take part in a room.
@NullMarked
package org.stoa.federation.acl;

import org.jspecify.annotations.NullMarked;
