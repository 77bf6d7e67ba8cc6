@NullMarked
package org.stoa.federation.receive;

import org.jspecify.annotations.NullMarked;
