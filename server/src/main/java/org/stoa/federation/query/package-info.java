/// What servers ask each other of spaces, directories and rooms that they are not in.
@NullMarked
package org.stoa.federation.query;

import org.jspecify.annotations.NullMarked;
