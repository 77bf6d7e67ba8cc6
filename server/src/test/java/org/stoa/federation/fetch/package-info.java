@NullMarked
package org.stoa.federation.fetch;

import org.jspecify.annotations.NullMarked;
