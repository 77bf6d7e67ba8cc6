/// Finding events by the words in them, in the rooms that a user is or was in.
@NullMarked
package org.stoa.search;

import org.jspecify.annotations.NullMarked;
