/// What federation keeps: keys, and which servers do not answer.
@NullMarked
package org.stoa.storage.federation;

import org.jspecify.annotations.NullMarked;
