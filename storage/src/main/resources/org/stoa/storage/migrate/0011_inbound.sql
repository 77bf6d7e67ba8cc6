-- Transactions of other servers that were answered, for a day: who asks again gets the same answer.
CREATE TABLE inbound_transaction (
    origin          TEXT   NOT NULL,
    txn_id          TEXT   NOT NULL,
    received_ts     BIGINT NOT NULL,
    answer          {bytes} NOT NULL,
    PRIMARY KEY (origin, txn_id)
) {clustered};
CREATE INDEX inbound_transaction_received ON inbound_transaction (received_ts);

-- Events of other servers that cannot be taken in before others are here. bytes: as JSON, checked for format, signatures and
-- hashes. origin: the server that sent it. attempts, retry_at: how often what is missing was not to be had, and when it is
-- looked for again.
CREATE TABLE inbound_pdu (
    room            BIGINT NOT NULL,
    event_id        {bytes} NOT NULL,
    origin          TEXT   NOT NULL,
    pos             BIGINT NOT NULL,
    attempts        BIGINT NOT NULL,
    retry_at        BIGINT NOT NULL,
    bytes           {bytes} NOT NULL,
    PRIMARY KEY (room, event_id)
) {clustered};
CREATE INDEX inbound_pdu_room ON inbound_pdu (room, pos);
CREATE INDEX inbound_pdu_origin ON inbound_pdu (origin);
CREATE INDEX inbound_pdu_retry ON inbound_pdu (retry_at);
