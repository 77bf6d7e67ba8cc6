@NullMarked
package org.stoa.federation.membership;

import org.jspecify.annotations.NullMarked;
