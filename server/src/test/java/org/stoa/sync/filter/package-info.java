/// Tests of filters.
@NullMarked
package org.stoa.sync.filter;

import org.jspecify.annotations.NullMarked;
