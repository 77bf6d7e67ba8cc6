/// Tests of who is online.
@NullMarked
package org.stoa.sync.online;

import org.jspecify.annotations.NullMarked;
