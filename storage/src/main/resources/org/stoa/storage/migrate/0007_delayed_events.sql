-- Events that users want to be sent later. send_ts: when, at the earliest. finalised_ts: when it was sent (event_id), given
-- up (error) or cancelled (neither); null while it waits.
CREATE TABLE delayed_event (
    delay_id        TEXT   NOT NULL PRIMARY KEY,
    user_nid        BIGINT NOT NULL,
    device          TEXT   NOT NULL,
    room            BIGINT NOT NULL,
    type            TEXT   NOT NULL,
    state_key       TEXT,
    content         TEXT   NOT NULL,
    txn_id          TEXT,
    delay_ms        BIGINT NOT NULL,
    running_since   BIGINT NOT NULL,
    send_ts         BIGINT NOT NULL,
    finalised_ts    BIGINT,
    event_id        TEXT,
    error           TEXT
) {clustered};
CREATE INDEX delayed_event_user ON delayed_event (user_nid, send_ts);
CREATE INDEX delayed_event_finalised ON delayed_event (finalised_ts);
