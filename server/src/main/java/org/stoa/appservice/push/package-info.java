/// What application services are told of: for each one a follower of the stream of events.
///
/// [Interests] decides what concerns a service, [Batch] and [Reader] make a transaction of it, [Courier] stores the transaction word for
/// word before it is sent and sends it until it is acknowledged, [Couriers] has one courier for each service.
///
/// Spec: application-service-api#pushing-events (v1.19).
@NullMarked
package org.stoa.appservice.push;

import org.jspecify.annotations.NullMarked;
