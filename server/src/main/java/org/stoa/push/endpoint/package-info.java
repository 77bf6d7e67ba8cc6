/// The endpoints of push rules.
@NullMarked
package org.stoa.push.endpoint;

import org.jspecify.annotations.NullMarked;
