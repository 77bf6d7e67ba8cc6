-- Where a thread's newest event stands that relates to its root by m.thread itself: the list of threads is ordered by it,
-- while last_ord also moves with reactions to and edits of what is in the thread. 0: there is none.
ALTER TABLE thread ADD COLUMN last_child BIGINT NOT NULL DEFAULT 0;
UPDATE thread SET last_child = COALESCE(
    (SELECT MAX(e.ord) FROM event e JOIN relation r ON r.event = e.event
     WHERE e.room = thread.room AND e.thread = thread.root AND r.kind = 'm.thread'), 0);
CREATE INDEX thread_room_child ON thread (room, last_child);
-- Finds the event nearest to a time.
CREATE INDEX event_room_ts ON event (room, ts, ord) WHERE ord IS NOT NULL;
