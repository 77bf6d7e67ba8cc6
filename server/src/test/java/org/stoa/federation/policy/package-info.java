@NullMarked
package org.stoa.federation.policy;

import org.jspecify.annotations.NullMarked;
