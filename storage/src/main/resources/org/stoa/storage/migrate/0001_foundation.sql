-- The foundation: stream, names, rooms, state, receipts and counts, accounts.
-- One text for both engines. {id} is a 64-bit primary key, {bytes} a byte string, {clustered} keeps the rows of a table
-- with a composite key in key order where the engine can (SQLite: WITHOUT ROWID).
-- A column called user_nid is what the documents call `user`, which PostgreSQL reserves.

-- 1. The stream ------------------------------------------------------------------------------------------------------

-- One row a lane: owner, fence and last committed position.
CREATE TABLE lane (
    lane       {id},
    epoch      BIGINT NOT NULL,
    node       TEXT   NOT NULL,
    node_gen   BIGINT NOT NULL,
    pos        BIGINT NOT NULL
);

-- Next free number of each space of numeric ids; taken in blocks.
CREATE TABLE nid_block (
    space      TEXT PRIMARY KEY,
    next       BIGINT NOT NULL
);

-- What the database belongs to: server_name, generation, created_at, ...
CREATE TABLE meta (
    name       TEXT PRIMARY KEY,
    value      TEXT NOT NULL
);

CREATE TABLE follower (
    name       TEXT   NOT NULL,
    shard      BIGINT NOT NULL,
    cursor     TEXT   NOT NULL,
    PRIMARY KEY (name, shard)
);

-- Durable scheduler: work that is due at a time, kept over restarts.
CREATE TABLE task (
    task       {id},
    due        BIGINT NOT NULL,
    kind       TEXT   NOT NULL,
    payload    TEXT   NOT NULL,
    attempts   BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX task_due ON task (kind, due);

-- Resumable rewrites of stored data that go on beside the running server.
CREATE TABLE background_rewrite (
    name       TEXT PRIMARY KEY,
    cursor     TEXT   NOT NULL,
    done       BIGINT NOT NULL DEFAULT 0
);

-- 2. Names: numbers for texts ---------------------------------------------------------------------------------------

CREATE TABLE server_name (
    server     {id},
    name       TEXT NOT NULL UNIQUE
);

CREATE TABLE user_name (
    user_nid   {id},
    user_id    TEXT   NOT NULL UNIQUE,
    server     BIGINT NOT NULL
);

CREATE TABLE event_type (
    type       {id},
    name       TEXT NOT NULL UNIQUE
);

-- A pair (event type, state key).
CREATE TABLE state_key (
    state_key  {id},
    type       BIGINT NOT NULL,
    text       TEXT   NOT NULL,
    UNIQUE (type, text)
);

-- 3. Events ----------------------------------------------------------------------------------------------------------

CREATE TABLE room (
    room            {id},
    room_id         TEXT   NOT NULL UNIQUE,
    version         TEXT   NOT NULL,
    creator         BIGINT NOT NULL,
    current_line    BIGINT NOT NULL,
    current_version BIGINT NOT NULL,
    last_ord        BIGINT NOT NULL,
    depth           BIGINT NOT NULL,
    next_auth_no    BIGINT NOT NULL,
    partial         TEXT,
    completed_pos   BIGINT,
    is_public       BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE event (
    event           {id},
    event_id        {bytes} NOT NULL UNIQUE,
    room            BIGINT  NOT NULL,
    pos             BIGINT,
    ord             BIGINT,
    sender          BIGINT  NOT NULL,
    type            BIGINT  NOT NULL,
    state_key       BIGINT,
    ts              BIGINT  NOT NULL,
    depth           BIGINT  NOT NULL,
    flags           BIGINT  NOT NULL DEFAULT 0,
    state_line      BIGINT,
    state_version   BIGINT,
    replaces        BIGINT,
    auth_no         BIGINT,
    prevs           {bytes},
    auths           {bytes},
    thread          BIGINT,
    counted_main    BIGINT,
    counted_thread  BIGINT,
    redaction       BIGINT,
    fetch_failed_ts BIGINT
);
CREATE UNIQUE INDEX event_room_ord ON event (room, ord);
CREATE UNIQUE INDEX event_pos ON event (pos) WHERE pos IS NOT NULL;
CREATE UNIQUE INDEX event_room_pos ON event (room, pos) WHERE pos IS NOT NULL;
CREATE INDEX event_room_thread ON event (room, thread, ord) WHERE thread IS NOT NULL;
CREATE UNIQUE INDEX event_room_auth_no ON event (room, auth_no) WHERE auth_no IS NOT NULL;

CREATE TABLE event_json (
    event           {id},
    dictionary      BIGINT  NOT NULL,
    client          {bytes} NOT NULL,
    federation      {bytes} NOT NULL
);

-- zstd dictionaries; 0 in event_json means plain bytes, 1 means zstd without a dictionary.
CREATE TABLE dictionary (
    dictionary      {id},
    bytes           {bytes} NOT NULL
);

-- The bytes from before a redaction, while redactions are kept.
CREATE TABLE redacted_json (
    event           {id},
    dictionary      BIGINT  NOT NULL,
    client          {bytes} NOT NULL,
    expires_ts      BIGINT  NOT NULL
);

CREATE TABLE pending_redaction (
    room            BIGINT  NOT NULL,
    event_id        {bytes} NOT NULL,
    redaction       BIGINT  NOT NULL,
    PRIMARY KEY (room, event_id, redaction)
) {clustered};

CREATE TABLE extremity (
    room            BIGINT NOT NULL,
    event           BIGINT NOT NULL,
    PRIMARY KEY (room, event)
) {clustered};

-- An event that is not here, but that an accepted event names as a prev.
CREATE TABLE named (
    room            BIGINT  NOT NULL,
    event_id        {bytes} NOT NULL,
    PRIMARY KEY (room, event_id)
) {clustered};

CREATE TABLE gap (
    room            BIGINT  NOT NULL,
    ord             BIGINT  NOT NULL,
    missing         {bytes} NOT NULL,
    PRIMARY KEY (room, ord)
) {clustered};

CREATE TABLE relation (
    event           {id},
    target          {bytes} NOT NULL,
    kind            TEXT    NOT NULL,
    room            BIGINT  NOT NULL
);
CREATE INDEX relation_target ON relation (target, kind, event);

CREATE TABLE transaction_id (
    user_nid        BIGINT NOT NULL,
    device          TEXT   NOT NULL,
    endpoint        TEXT   NOT NULL,
    txn_id          TEXT   NOT NULL,
    event           BIGINT NOT NULL,
    pos             BIGINT NOT NULL,
    ts              BIGINT NOT NULL,
    PRIMARY KEY (user_nid, device, endpoint, txn_id)
) {clustered};
CREATE INDEX transaction_ts ON transaction_id (ts);

-- Events that peers may not have been told of because their server has no stay in the room.
CREATE TABLE owed (
    server          BIGINT NOT NULL,
    pos             BIGINT NOT NULL,
    PRIMARY KEY (server, pos)
) {clustered};

-- 4. State -----------------------------------------------------------------------------------------------------------

CREATE TABLE state_line (
    line            {id},
    room            BIGINT NOT NULL,
    parent_line     BIGINT,
    parent_version  BIGINT,
    depth           BIGINT NOT NULL
);
CREATE INDEX state_line_room ON state_line (room);

-- event 0: the key is absent. to_version 9223372036854775807: still alive.
CREATE TABLE state_entry (
    line            BIGINT NOT NULL,
    state_key       BIGINT NOT NULL,
    from_version    BIGINT NOT NULL,
    to_version      BIGINT NOT NULL,
    event           BIGINT NOT NULL,
    PRIMARY KEY (line, state_key, from_version)
) {clustered};
CREATE INDEX state_entry_version ON state_entry (line, from_version);

CREATE TABLE room_version (
    room            BIGINT NOT NULL,
    pos             BIGINT NOT NULL,
    line            BIGINT NOT NULL,
    version         BIGINT NOT NULL,
    old_line        BIGINT,
    old_version     BIGINT,
    PRIMARY KEY (room, pos)
) {clustered};
CREATE INDEX room_version_pos ON room_version (pos);

-- membership: 0 leave, 1 invite, 2 join, 3 knock, 4 ban.
CREATE TABLE member (
    room            BIGINT NOT NULL,
    user_nid        BIGINT NOT NULL,
    membership      BIGINT NOT NULL,
    event           BIGINT NOT NULL,
    PRIMARY KEY (user_nid, room)
) {clustered};
CREATE INDEX member_room ON member (room, membership);

CREATE TABLE local_membership (
    user_nid        BIGINT NOT NULL,
    room            BIGINT NOT NULL,
    membership      BIGINT NOT NULL,
    event           BIGINT,
    pos             BIGINT NOT NULL,
    stripped_state  {bytes},
    forgotten       BIGINT NOT NULL DEFAULT 0,
    joined_ord      BIGINT,
    left_ord        BIGINT,
    PRIMARY KEY (user_nid, room)
) {clustered};
CREATE INDEX local_membership_pos ON local_membership (pos);
CREATE INDEX local_membership_user_pos ON local_membership (user_nid, pos);

-- One row per stay of a server in a room. until NULL: still there.
CREATE TABLE room_server (
    room            BIGINT NOT NULL,
    server          BIGINT NOT NULL,
    since           BIGINT NOT NULL,
    until           BIGINT,
    joined          BIGINT NOT NULL,
    PRIMARY KEY (room, server, since)
) {clustered};
CREATE INDEX room_server_server ON room_server (server, room);

CREATE TABLE room_alias (
    alias           TEXT PRIMARY KEY,
    room_id         TEXT   NOT NULL,
    creator         BIGINT NOT NULL
);
CREATE INDEX room_alias_room ON room_alias (room_id);

-- 7. Receipts and counts ---------------------------------------------------------------------------------------------

-- kind: 0 m.read, 1 m.read.private, 2 sent (ours), 3 m.fully_read is account data and not here.
-- thread: 0 unthreaded, -1 main, else the nid of the thread's root.
-- pos NULL: of kind 2, which is never served; the event that it came with tells of the change.
CREATE TABLE receipt (
    room            BIGINT NOT NULL,
    user_nid        BIGINT NOT NULL,
    kind            BIGINT NOT NULL,
    thread          BIGINT NOT NULL,
    ord             BIGINT NOT NULL,
    event           BIGINT NOT NULL,
    ts              BIGINT NOT NULL,
    pos             BIGINT,
    PRIMARY KEY (room, user_nid, kind, thread)
) {clustered};
CREATE INDEX receipt_room_pos ON receipt (room, pos) WHERE pos IS NOT NULL;
CREATE INDEX receipt_pos ON receipt (pos) WHERE pos IS NOT NULL;
-- A reader's own private receipts concern nobody else, so no change of the room tells of them.
CREATE INDEX receipt_private ON receipt (user_nid, pos) WHERE kind = 1;

-- user_nid 0: everybody in the room.
CREATE TABLE mention (
    room            BIGINT NOT NULL,
    user_nid        BIGINT NOT NULL,
    ord             BIGINT NOT NULL,
    thread          BIGINT NOT NULL,
    extra           BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (room, user_nid, ord)
) {clustered};

CREATE TABLE uncounted (
    room            BIGINT NOT NULL,
    thread          BIGINT NOT NULL,
    ord             BIGINT NOT NULL,
    PRIMARY KEY (room, thread, ord)
) {clustered};

-- root: nid of the root event; the main timeline has no row.
CREATE TABLE thread (
    room            BIGINT NOT NULL,
    root            BIGINT NOT NULL,
    last_ord        BIGINT NOT NULL,
    last_event      BIGINT NOT NULL,
    PRIMARY KEY (room, root)
) {clustered};
CREATE INDEX thread_room_last ON thread (room, last_ord);

-- Accounts -----------------------------------------------------------------------------------------------------------

-- kind: 0 user, 1 guest, 2 app service. password_hash NULL: no password log-in.
CREATE TABLE account (
    user_nid        {id},
    localpart       TEXT   NOT NULL UNIQUE,
    password_hash   TEXT,
    kind            BIGINT NOT NULL DEFAULT 0,
    admin           BIGINT NOT NULL DEFAULT 0,
    created_ts      BIGINT NOT NULL,
    deactivated_ts  BIGINT,
    erased          BIGINT NOT NULL DEFAULT 0,
    suspended       BIGINT NOT NULL DEFAULT 0,
    locked          BIGINT NOT NULL DEFAULT 0,
    shadow_banned   BIGINT NOT NULL DEFAULT 0,
    appservice      TEXT,
    consent         TEXT
);

CREATE TABLE device (
    user_nid        BIGINT NOT NULL,
    device_id       TEXT   NOT NULL,
    display_name    TEXT,
    created_ts      BIGINT NOT NULL,
    last_seen_ts    BIGINT,
    last_seen_ip    TEXT,
    last_user_agent TEXT,
    PRIMARY KEY (user_nid, device_id)
) {clustered};

-- Tokens are stored as SHA-256. A rotated token stays until its successor was used.
CREATE TABLE access_token (
    hash            {bytes} NOT NULL PRIMARY KEY,
    user_nid        BIGINT NOT NULL,
    device_id       TEXT   NOT NULL,
    created_ts      BIGINT NOT NULL,
    expires_ts      BIGINT,
    refresh         {bytes},
    used            BIGINT NOT NULL DEFAULT 0
) {clustered};
CREATE INDEX access_token_device ON access_token (user_nid, device_id);

CREATE TABLE refresh_token (
    hash            {bytes} NOT NULL PRIMARY KEY,
    user_nid        BIGINT NOT NULL,
    device_id       TEXT   NOT NULL,
    created_ts      BIGINT NOT NULL,
    expires_ts      BIGINT,
    session_ts      BIGINT,
    next            {bytes}
) {clustered};
CREATE INDEX refresh_token_device ON refresh_token (user_nid, device_id);

CREATE TABLE registration_token (
    token           TEXT PRIMARY KEY,
    uses_allowed    BIGINT,
    pending         BIGINT NOT NULL DEFAULT 0,
    completed       BIGINT NOT NULL DEFAULT 0,
    expires_ts      BIGINT,
    created_ts      BIGINT NOT NULL
);

CREATE TABLE uia_session (
    session         TEXT PRIMARY KEY,
    endpoint        TEXT   NOT NULL,
    user_nid        BIGINT,
    body            TEXT   NOT NULL,
    completed       TEXT   NOT NULL,
    created_ts      BIGINT NOT NULL,
    result          TEXT
);
CREATE INDEX uia_session_created ON uia_session (created_ts);

CREATE TABLE profile (
    user_nid        BIGINT NOT NULL,
    field           TEXT   NOT NULL,
    value           TEXT   NOT NULL,
    PRIMARY KEY (user_nid, field)
) {clustered};

-- room 0: global account data. A deleted entry keeps its row with the content {}.
CREATE TABLE account_data (
    user_nid        BIGINT NOT NULL,
    room            BIGINT NOT NULL,
    type            TEXT   NOT NULL,
    content         TEXT   NOT NULL,
    pos             BIGINT NOT NULL,
    PRIMARY KEY (user_nid, room, type)
) {clustered};
CREATE INDEX account_data_user_pos ON account_data (user_nid, pos);
CREATE INDEX account_data_pos ON account_data (pos);

CREATE TABLE filter (
    user_nid        BIGINT NOT NULL,
    filter_id       BIGINT NOT NULL,
    content         TEXT   NOT NULL,
    hash            {bytes} NOT NULL,
    PRIMARY KEY (user_nid, filter_id)
) {clustered};
CREATE UNIQUE INDEX filter_hash ON filter (user_nid, hash);

-- Keys this server signs with. expired_ts NULL: in use.
CREATE TABLE signing_key (
    key_id          TEXT PRIMARY KEY,
    seed            {bytes} NOT NULL,
    created_ts      BIGINT NOT NULL,
    expired_ts      BIGINT
);
