/// Identifiers as records that can only hold what their grammar allows, historical forms included.
///
/// Spec: appendices#identifier-grammar (v1.19).
@org.jspecify.annotations.NullMarked
package org.stoa.protocol.id;
