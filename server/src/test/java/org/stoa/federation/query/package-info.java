@NullMarked
package org.stoa.federation.query;

import org.jspecify.annotations.NullMarked;
