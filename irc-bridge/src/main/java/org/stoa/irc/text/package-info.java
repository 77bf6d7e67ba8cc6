/// What IRC lines mean: messages, names, splitting, formatting.
@NullMarked
package org.stoa.irc.text;

import org.jspecify.annotations.NullMarked;
