/// The endpoints for typing notifications and presence.
@NullMarked
package org.stoa.ephemeral.endpoint;

import org.jspecify.annotations.NullMarked;
