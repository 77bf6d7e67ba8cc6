/// Tests of push rules.
@NullMarked
package org.stoa.push;

import org.jspecify.annotations.NullMarked;
