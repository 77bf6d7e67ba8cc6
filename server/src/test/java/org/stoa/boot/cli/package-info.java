/// Tests of the commands.
@NullMarked
package org.stoa.boot.cli;

import org.jspecify.annotations.NullMarked;
