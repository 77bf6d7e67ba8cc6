/// What servers may ask of this one that is neither of an event nor of a membership: spaces; and what nobody knows.
///
/// Profiles are told by `accounts`, aliases and published rooms by `directory`, where what clients ask of the same stands.
/// This server asks others from there too: `rooms.hierarchy`, `rooms.preview`, `rooms.alias`, `directory`, `accounts.profile`.
@NullMarked
package org.stoa.federation.query;

import org.jspecify.annotations.NullMarked;
