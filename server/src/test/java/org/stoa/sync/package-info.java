/// Tests of /sync and the calls before it, through the router in memory.
@NullMarked
package org.stoa.sync;

import org.jspecify.annotations.NullMarked;
