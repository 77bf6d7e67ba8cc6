-- How far each server was told. sent_pos: nothing at or below it is still to be sent. behind: it is told by what stands in
-- the tables, once it answers again, and not as events come.
ALTER TABLE destination ADD COLUMN sent_pos BIGINT NOT NULL DEFAULT 0;
ALTER TABLE destination ADD COLUMN behind BIGINT NOT NULL DEFAULT 0;
CREATE INDEX destination_behind ON destination (behind, sent_pos);

-- The events that other servers hear of from this one (flag 8192), in the order in which those of a room are sent.
CREATE INDEX event_for_others ON event (room, pos) WHERE (flags & 8192) <> 0;

CREATE INDEX owed_pos ON owed (pos);
