/// What federation keeps: so far the keys that this server signs with.
@NullMarked
package org.stoa.storage.federation;

import org.jspecify.annotations.NullMarked;
