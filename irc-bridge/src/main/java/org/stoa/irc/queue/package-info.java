/// What has still to be sent to Matrix or IRC, over restarts.
@NullMarked
package org.stoa.irc.queue;

import org.jspecify.annotations.NullMarked;
