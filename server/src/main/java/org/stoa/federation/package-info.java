/// What other servers ask of this one, and what this one does with them: rooms that are shared. How servers are found, asked and
/// recognised is below, in {@link org.stoa.remote}; what becomes of their events in a room, in `rooms.receive`.
///
/// | Package | What it does |
/// |---|---|
/// | `receive` | takes in what they send (`/send`): events, and what is ephemeral |
/// | `send` | tells them what happens here |
/// | `membership` | rooms that this server enters and leaves through others, and invites of their users; `resident`: the same asked by them |
/// | `history` | what they ask of a room's events (`/backfill`, `/state`, `/event`), and gaps that are filled when somebody reads there |
/// | `fetch` | asks them for events and states that are missing here |
/// | `pdu` | reads events as they send them: format, signatures, hashes |
/// | `acl` | which of them may take part in a room |
/// | `policy` | asks the policy servers of rooms |
/// | `query` | what they ask of spaces |
///
/// The operations that they may call are in the `endpoint` package of each.
@NullMarked
package org.stoa.federation;

import org.jspecify.annotations.NullMarked;
