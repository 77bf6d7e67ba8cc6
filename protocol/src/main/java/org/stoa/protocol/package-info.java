/// Placeholder.
@org.jspecify.annotations.NullMarked
package org.stoa.protocol;
