/// Spaces: walking the tree of rooms below one.
@NullMarked
package org.stoa.rooms.hierarchy;

import org.jspecify.annotations.NullMarked;
