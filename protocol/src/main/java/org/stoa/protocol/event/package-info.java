/// Events: their formats, hashes, signatures and redaction, by the rules of their room version.
///
/// Spec: server-server-api#signing-events, rooms (v1.19).
@org.jspecify.annotations.NullMarked
package org.stoa.protocol.event;
