/// The room directory: aliases, and the list of published rooms.
@NullMarked
package org.stoa.directory;

import org.jspecify.annotations.NullMarked;
