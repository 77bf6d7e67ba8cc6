/// What other servers ask of spaces, and queries of kinds that nobody knows: one class for each operation.
@NullMarked
package org.stoa.federation.query.endpoint;

import org.jspecify.annotations.NullMarked;
