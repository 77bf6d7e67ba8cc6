/// What other servers may ask of this one: one class for each operation.
@NullMarked
package org.stoa.federation.endpoint;

import org.jspecify.annotations.NullMarked;
