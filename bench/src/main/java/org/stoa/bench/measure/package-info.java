/// What is measured: durations, and what the processes of a server use.
@NullMarked
package org.stoa.bench.measure;

import org.jspecify.annotations.NullMarked;
