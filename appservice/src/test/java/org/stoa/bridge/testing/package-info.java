/// A homeserver in memory for the tests of bridges.
@org.jspecify.annotations.NullMarked
package org.stoa.bridge.testing;
