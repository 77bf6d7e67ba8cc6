/// Calls of the client-server API as an application service: retries, waits, errors.
@NullMarked
package org.stoa.bridge.client;

import org.jspecify.annotations.NullMarked;
