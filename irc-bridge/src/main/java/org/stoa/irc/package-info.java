/// A bridge between Matrix and IRC networks, built on `org.stoa.bridge`.
@NullMarked
package org.stoa.irc;

import org.jspecify.annotations.NullMarked;
