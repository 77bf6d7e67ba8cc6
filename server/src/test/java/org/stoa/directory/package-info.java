/// Tests of the directories.
@NullMarked
package org.stoa.directory;

import org.jspecify.annotations.NullMarked;
