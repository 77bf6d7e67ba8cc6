-- What transaction ids led to, in rows that are small: they are kept for a day, and there is one for each message.
-- Those of the day before the upgrade are forgotten: a client that repeats a request over it sends twice.
DROP TABLE transaction_id;

-- `request` is a number of device, path and transaction id, which stands for the path.
CREATE TABLE sent_transaction (
    event           {id},
    user_nid        BIGINT NOT NULL,
    request         BIGINT NOT NULL,
    ts              BIGINT NOT NULL,
    device          TEXT   NOT NULL,
    txn_id          TEXT   NOT NULL
);
CREATE INDEX sent_transaction_request ON sent_transaction (user_nid, request);
