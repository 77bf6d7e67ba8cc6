/// A durable map for bridges: an append-only journal whose changes are atomic.
@NullMarked
package org.stoa.bridge.store;

import org.jspecify.annotations.NullMarked;
