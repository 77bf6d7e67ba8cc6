/// The tokens that clients hold: opaque, versioned, checked and bounded.
@NullMarked
package org.stoa.platform.token;

import org.jspecify.annotations.NullMarked;
