-- One row: how far the index is, and the key that seals cursors.
CREATE TABLE indexed_log (
    id              INTEGER PRIMARY KEY CHECK (id = 1),
    log_id          TEXT    NOT NULL,
    segment         INTEGER NOT NULL,
    commit_offset   INTEGER NOT NULL,
    commit_sequence INTEGER NOT NULL, -- -1: the index is empty
    commit_root     TEXT    NOT NULL,
    cursor_key      TEXT    NOT NULL
);

CREATE TABLE member (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);

-- Who calls what, and which side logged it: the part of an exchange's names that recurs.
CREATE TABLE route (
    id              INTEGER PRIMARY KEY,
    side            INTEGER NOT NULL,
    client          TEXT    NOT NULL,
    service         TEXT    NOT NULL,
    client_member   INTEGER NOT NULL,
    provider_member INTEGER NOT NULL,
    UNIQUE (client, service, side)
);

-- One row for each request; a response or an outcome without a request before it has a row of its own.
CREATE TABLE exchange (
    id         INTEGER PRIMARY KEY, -- sequence number of its first record
    route      INTEGER NOT NULL,
    query_id   TEXT    NOT NULL,
    request_id TEXT    NOT NULL,
    issue      TEXT,
    user_id    TEXT
);

-- One row for each message and outcome. Codes are those of RecordKind and TerminalState.
CREATE TABLE entry (
    time_ms         INTEGER NOT NULL,
    sequence        INTEGER NOT NULL,
    exchange        INTEGER NOT NULL,
    client_member   INTEGER NOT NULL,
    provider_member INTEGER NOT NULL,
    kind            INTEGER NOT NULL,
    segment         INTEGER NOT NULL,
    position        INTEGER NOT NULL,
    body_bytes      INTEGER NOT NULL,
    state           INTEGER NOT NULL,
    code            TEXT    NOT NULL,
    PRIMARY KEY (time_ms, sequence)
) WITHOUT ROWID;

CREATE INDEX entry_exchange ON entry (exchange);
CREATE INDEX entry_client ON entry (client_member, time_ms, sequence);
CREATE INDEX entry_provider ON entry (provider_member, time_ms, sequence);
CREATE INDEX entry_open ON entry (state, time_ms, sequence) WHERE state = 0;
-- What did not end well is rare and is what people look for; delivered exchanges are found by time or by party.
CREATE INDEX entry_trouble ON entry (state, time_ms, sequence) WHERE state > 1;

-- Identifiers and subjects of exchanges by their hashes (SearchTerm). Hashes are spread evenly, so each insertion meets
-- another page; a bucket holds those of a stretch of the log, so that the pages which insertions meet stay few.
CREATE TABLE bucket (
    id INTEGER PRIMARY KEY
);

CREATE TABLE term (
    bucket   INTEGER NOT NULL,
    hash     INTEGER NOT NULL,
    exchange INTEGER NOT NULL,
    PRIMARY KEY (bucket, hash, exchange)
) WITHOUT ROWID;

-- Exchanges with a message whose state an outcome may still change, by the hash of the request identifier.
CREATE TABLE unsettled (
    hash     INTEGER NOT NULL,
    exchange INTEGER NOT NULL,
    PRIMARY KEY (hash, exchange)
) WITHOUT ROWID;
