/// What this server does for others that ask it about memberships: of their users in rooms that it is in, and of its own users
/// in rooms that others are in.
@NullMarked
package org.stoa.federation.membership.resident;

import org.jspecify.annotations.NullMarked;
