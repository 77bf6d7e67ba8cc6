/// The directories: aliases, the list of published rooms, and finding users of this server and of others.
@NullMarked
package org.stoa.directory;

import org.jspecify.annotations.NullMarked;
