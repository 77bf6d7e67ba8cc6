/// Asking other servers for the events that are missing here. All of it blocks, none of it while a room's lock is held, and
/// each answer is checked: by {@link org.stoa.federation.pdu.PduReader}, and for being what was asked for.
///
/// What is fetched for one event is bounded: in requests, in events, in bytes and in time. Who asks tries again later.
@NullMarked
package org.stoa.federation.fetch;

import org.jspecify.annotations.NullMarked;
