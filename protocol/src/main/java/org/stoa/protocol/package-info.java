/// The Matrix specification as pure Java: identifiers, canonical JSON, events and room versions.
///
/// Nothing here does I/O, reads a clock or starts a thread. Each package below is one area of the specification.
@org.jspecify.annotations.NullMarked
package org.stoa.protocol;
