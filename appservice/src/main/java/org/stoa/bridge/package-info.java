/// The library that bridges and bots are built on: an application service in a few lines.
///
/// [org.stoa.bridge.AppService] puts the parts together; `examples/EchoBot` is a whole bot. Nothing here is made for Stoa
/// alone: it talks to any homeserver.
///
/// Spec: application-service-api (v1.19).
@NullMarked
package org.stoa.bridge;

import org.jspecify.annotations.NullMarked;
