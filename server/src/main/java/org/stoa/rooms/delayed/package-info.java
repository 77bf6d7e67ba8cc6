/// Events that are sent later: a client says when, may put the time off or send at once, and need not be there when the time
/// comes. A proposal, at its unstable paths.
///
/// Spec: MSC4140.
@NullMarked
package org.stoa.rooms.delayed;

import org.jspecify.annotations.NullMarked;
