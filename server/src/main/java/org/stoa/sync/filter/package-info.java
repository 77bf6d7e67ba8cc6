/// What a client wants to hear of in /sync.
@NullMarked
package org.stoa.sync.filter;

import org.jspecify.annotations.NullMarked;
