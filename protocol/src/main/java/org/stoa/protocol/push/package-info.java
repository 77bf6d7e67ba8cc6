/// Push rules: what an event is to a user (nothing, a notification, a highlight), decided by the rules that the
/// specification gives to everybody and those that the user made.
///
/// Spec: client-server-api#push-rules (v1.19).
@org.jspecify.annotations.NullMarked
package org.stoa.protocol.push;
