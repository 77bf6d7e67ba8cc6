/// Workers: closed loops, and open loops that keep to a schedule.
@NullMarked
package org.stoa.bench.load;

import org.jspecify.annotations.NullMarked;
