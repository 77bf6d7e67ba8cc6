-- Tokens of a few minutes, stored as SHA-256. kind: 0 to log in once, 1 to show to other services who one is.
CREATE TABLE short_token (
    hash            {bytes} NOT NULL PRIMARY KEY,
    kind            BIGINT NOT NULL,
    user_nid        BIGINT NOT NULL,
    expires_ts      BIGINT NOT NULL
) {clustered};
CREATE INDEX short_token_expires ON short_token (expires_ts);

-- What users reported. room_id and event_id, room_id alone, or target_user_id alone.
CREATE TABLE report (
    report          {id},
    reporter        BIGINT NOT NULL,
    room_id         TEXT,
    event_id        TEXT,
    target_user_id  TEXT,
    reason          TEXT   NOT NULL,
    created_ts      BIGINT NOT NULL
);

-- The words that local users are found by: of their names and their user ids, in small letters.
CREATE TABLE user_word (
    word            TEXT   NOT NULL,
    user_nid        BIGINT NOT NULL,
    PRIMARY KEY (word, user_nid)
) {clustered};
CREATE INDEX user_word_user ON user_word (user_nid);

-- Rooms whose members everybody may find: their join rule is public or their history world-readable.
CREATE TABLE open_room (
    room            {id}
);

-- Users who had their content erased when they left. Who joins a room after the position gets redacted copies.
CREATE TABLE erasure (
    user_nid        {id},
    pos             BIGINT NOT NULL
);
INSERT INTO erasure (user_nid, pos) SELECT user_nid, 0 FROM account WHERE erased = 1;
