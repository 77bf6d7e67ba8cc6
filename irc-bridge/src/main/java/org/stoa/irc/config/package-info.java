/// The configuration of the bridge.
@NullMarked
package org.stoa.irc.config;

import org.jspecify.annotations.NullMarked;
