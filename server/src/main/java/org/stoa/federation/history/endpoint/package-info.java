/// What other servers ask of rooms' events, one class for each operation.
@NullMarked
package org.stoa.federation.history.endpoint;

import org.jspecify.annotations.NullMarked;
