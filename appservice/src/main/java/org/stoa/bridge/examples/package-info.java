/// Bots to begin with.
@NullMarked
package org.stoa.bridge.examples;

import org.jspecify.annotations.NullMarked;
