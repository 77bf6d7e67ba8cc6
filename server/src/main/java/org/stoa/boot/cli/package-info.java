/// The commands of `./stoa`. Each prints what it has to say on the standard output, and one line on the standard error when
/// it fails.
@NullMarked
package org.stoa.boot.cli;

import org.jspecify.annotations.NullMarked;
