/// What servers say to each other besides events: signed requests and published keys.
///
/// Spec: server-server-api#request-authentication, #retrieving-server-keys (v1.19).
@org.jspecify.annotations.NullMarked
package org.stoa.protocol.server;
