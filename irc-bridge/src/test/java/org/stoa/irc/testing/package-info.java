/// IRC servers and clients for the tests of the bridge.
@org.jspecify.annotations.NullMarked
package org.stoa.irc.testing;
