/// Tests of the search of events.
@NullMarked
package org.stoa.search;

import org.jspecify.annotations.NullMarked;
