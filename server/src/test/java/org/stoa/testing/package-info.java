/// What tests of whole features stand on: a homeserver in the test's own process or in one of its own, clients that check
/// every answer against the specification, and the record of what they asked.
@NullMarked
package org.stoa.testing;

import org.jspecify.annotations.NullMarked;
