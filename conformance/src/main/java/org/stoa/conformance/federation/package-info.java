/// The tests of two homeservers that federate, which know them only through their client APIs: `conformance/interop` runs them.
@NullMarked
package org.stoa.conformance.federation;

import org.jspecify.annotations.NullMarked;
