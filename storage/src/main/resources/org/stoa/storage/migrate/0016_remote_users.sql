-- The name that a joined user of another server has in a room, empty for none. NULL for everybody else, and for members from
-- before this column until somebody has looked at them.
ALTER TABLE member ADD COLUMN display_name TEXT;

-- The words that users of other servers are found by: of their names and their user ids, in small letters. UTF-8, since the
-- engines order bytes alike.
CREATE TABLE remote_word (
    word            {bytes} NOT NULL,
    user_nid        BIGINT  NOT NULL,
    PRIMARY KEY (word, user_nid)
) {clustered};
CREATE INDEX remote_word_user ON remote_word (user_nid);

-- Users of other servers who joined a room, left one or changed their name in one since their words were written.
CREATE TABLE unindexed_user (
    user_nid        {id}
);
