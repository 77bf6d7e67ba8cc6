/// The command line.
@NullMarked
package org.stoa.bench.command;

import org.jspecify.annotations.NullMarked;
