-- How far each application service was told. reached: up to where what happened was put into transactions, the pending one
-- included. transactions: how many there were. body: the pending transaction, word for word, until it is acknowledged.
CREATE TABLE app_service (
    service         TEXT   NOT NULL PRIMARY KEY,
    reached         BIGINT NOT NULL,
    transactions    BIGINT NOT NULL,
    events          BIGINT NOT NULL,
    body            {bytes}
);

-- Rooms in the directories that application services keep for their networks.
CREATE TABLE network_room (
    service         TEXT   NOT NULL,
    network         TEXT   NOT NULL,
    room            BIGINT NOT NULL,
    PRIMARY KEY (service, network, room)
) {clustered};
