/// Errors as clients and peers see them: a code of the specification, a status and a message.
///
/// Spec: client-server-api#standard-error-response (v1.19).
@org.jspecify.annotations.NullMarked
package org.stoa.protocol.error;
