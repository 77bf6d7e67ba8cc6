/// The scenarios. Each checks its result before its figures count.
@NullMarked
package org.stoa.bench.scenario;

import org.jspecify.annotations.NullMarked;
