/// Who waits for news, and which rooms wake whom.
@NullMarked
package org.stoa.sync.online;

import org.jspecify.annotations.NullMarked;
