/// How much of the specification is there: the inventory of endpoints, and a test for each operation that counts as done.
@NullMarked
package org.stoa.compliance;

import org.jspecify.annotations.NullMarked;
