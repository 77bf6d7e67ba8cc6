/// An immutable JSON tree with a strict parser and the canonical encoding that hashes and signatures are made of.
///
/// Spec: appendices#canonical-json (v1.19).
@org.jspecify.annotations.NullMarked
package org.stoa.protocol.json;
