/// What lives in memory only and may vanish with the process: who is typing, and presence.
@NullMarked
package org.stoa.ephemeral;

import org.jspecify.annotations.NullMarked;
