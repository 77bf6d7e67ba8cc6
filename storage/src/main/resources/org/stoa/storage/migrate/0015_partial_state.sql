-- Rooms that were entered before all of their members were known. room.partial: the server that let this one in.
CREATE INDEX room_partial ON room (partial) WHERE partial IS NOT NULL;

-- Events of such a room that were checked against what was known of its state, to be checked again when all of it is.
CREATE TABLE partial_event (
    room            BIGINT NOT NULL,
    event           BIGINT NOT NULL,
    PRIMARY KEY (room, event)
) {clustered};
