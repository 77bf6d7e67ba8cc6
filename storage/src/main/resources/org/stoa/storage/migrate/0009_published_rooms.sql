-- The room directory: rooms that are published, with what it says of them, but for the number of members. words: what a
-- search looks in, in small letters. listing and words are empty until the room is looked at for the first time.
CREATE TABLE published_room (
    room            BIGINT NOT NULL PRIMARY KEY,
    members         BIGINT NOT NULL,
    listing         TEXT   NOT NULL,
    words           TEXT   NOT NULL
);
CREATE INDEX published_room_members ON published_room (members, room);
INSERT INTO published_room (room, members, listing, words)
SELECT r.room, (SELECT COUNT(*) FROM member m WHERE m.room = r.room AND m.membership = 2), '', ''
  FROM room r
 WHERE r.is_public = 1;
