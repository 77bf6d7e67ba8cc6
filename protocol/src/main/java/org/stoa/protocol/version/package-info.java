/// Room versions as sets of rules, so that nothing else asks which version a room has.
///
/// Spec: rooms (v1.19).
@org.jspecify.annotations.NullMarked
package org.stoa.protocol.version;
