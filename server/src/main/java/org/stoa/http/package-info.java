/// The HTTP edge: routes, the router, the pipeline that every request passes, and the transports that carry it.
///
/// A request takes this way: a transport ([HttpEdge] in memory, Jetty over a socket) makes an [Incoming] of it; the
/// [RequestPipeline] finds the route ([Router]), checks limits and access, and calls the [Endpoint]; what that returns
/// or throws becomes a [Response].
@NullMarked
package org.stoa.http;

import org.jspecify.annotations.NullMarked;
