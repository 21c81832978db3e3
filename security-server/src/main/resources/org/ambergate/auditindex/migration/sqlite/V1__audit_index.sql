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

-- One row for each message and outcome. Codes are those of RecordKind, TerminalState and SqlCodes.
CREATE TABLE entry (
    sequence   INTEGER PRIMARY KEY,
    segment    INTEGER NOT NULL,
    position   INTEGER NOT NULL,
    kind       INTEGER NOT NULL,
    time_ms    INTEGER NOT NULL,
    side       INTEGER NOT NULL,
    query_id   TEXT    NOT NULL,
    request_id TEXT    NOT NULL,
    client     TEXT    NOT NULL,
    service    TEXT    NOT NULL,
    issue      TEXT,
    user_id    TEXT,
    body_bytes INTEGER NOT NULL,
    state      INTEGER NOT NULL,
    code       TEXT    NOT NULL
);

CREATE INDEX entry_time ON entry (time_ms, sequence);
CREATE INDEX entry_request_id ON entry (request_id);
CREATE INDEX entry_query_id ON entry (query_id);
CREATE INDEX entry_issue ON entry (issue) WHERE issue IS NOT NULL;
CREATE INDEX entry_user_id ON entry (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX entry_open ON entry (sequence) WHERE state = 0;
-- What did not end well is rare and is what people look for; delivered exchanges are found by time or by party.
CREATE INDEX entry_trouble ON entry (state, time_ms, sequence) WHERE state > 1;

-- The members at either end of each entry.
CREATE TABLE party (
    member   TEXT    NOT NULL,
    time_ms  INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (member, time_ms, sequence)
) WITHOUT ROWID;
