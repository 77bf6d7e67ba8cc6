-- Finds the few versions at which the current state of a room went over to another line.
CREATE INDEX room_version_switch ON room_version (room, old_line) WHERE old_line IS NOT NULL;
