-- Keys of other servers. valid_until_ts: as the server said, but at most 7 days after it was asked. expired_ts: when the
-- server stopped using the key. document: the newest object that held the key, with the server's own signature.
CREATE TABLE server_key (
    server          TEXT   NOT NULL,
    key_id          TEXT   NOT NULL,
    public_key      TEXT   NOT NULL,
    valid_until_ts  BIGINT NOT NULL,
    expired_ts      BIGINT,
    fetched_ts      BIGINT NOT NULL,
    document        TEXT   NOT NULL,
    PRIMARY KEY (server, key_id)
) {clustered};

-- Servers that did not answer when they were asked last: how often in a row, and when they are asked again.
CREATE TABLE destination (
    server          TEXT PRIMARY KEY,
    failures        BIGINT NOT NULL,
    retry_at        BIGINT NOT NULL
);
