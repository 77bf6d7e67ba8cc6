/// The full-text index: the only place that knows Lucene.
@NullMarked
package org.stoa.search.index;

import org.jspecify.annotations.NullMarked;
