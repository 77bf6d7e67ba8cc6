/// What other servers ask of this one, and what this one does with them: rooms that are shared.
///
/// `send` tells other servers what happens here.
///
/// `pdu` reads the events that they send, `acl` says which of them may take part in a room, `fetch` asks them for events that
/// are missing here, `history` answers what they ask of rooms and fills gaps, `policy` asks the policy servers of rooms.
@NullMarked
package org.stoa.federation;

import org.jspecify.annotations.NullMarked;
