/// The file that tells a homeserver about an application service: read, made, written.
@NullMarked
package org.stoa.bridge.registration;

import org.jspecify.annotations.NullMarked;
