-- What a user says of himself beside his presence, which otherwise lives in memory. No row: nothing.
CREATE TABLE status_message (
    user_nid        {id},
    message         TEXT   NOT NULL
);
