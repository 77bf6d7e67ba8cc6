/// Typed views of the content of events. A view never fails: what is missing or of the wrong type is as the specification
/// says for that case, since content comes from anybody.
///
/// Spec: client-server-api#room-events (v1.19).
@org.jspecify.annotations.NullMarked
package org.stoa.protocol.event.content;
