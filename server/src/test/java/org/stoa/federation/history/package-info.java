@NullMarked
package org.stoa.federation.history;

import org.jspecify.annotations.NullMarked;
