-- The local users of a room, also those whose membership the state of the room has lost.
CREATE INDEX local_membership_room ON local_membership (room, membership);
