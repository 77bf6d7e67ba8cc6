-- Whose presence a user wants to hear of, by the API before r0.
CREATE TABLE presence_list (
    user_nid        BIGINT NOT NULL,
    listed          BIGINT NOT NULL,
    PRIMARY KEY (user_nid, listed)
) {clustered};
