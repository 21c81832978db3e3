-- Exchanges are found by one keyed hash over all their names, so that those who choose a name cannot make many exchanges meet
-- in one place. What is in the index has no such hash, so it is emptied and reads its log anew; the server makes the row below.
DROP TABLE indexed_log;
DROP TABLE term;
DELETE FROM unsettled;
DELETE FROM bucket;
DELETE FROM entry;
DELETE FROM exchange;
DELETE FROM route;
DELETE FROM member;

-- One row: how far the index is, the key that seals cursors, and the key of the hashes of names.
CREATE TABLE indexed_log (
    id              INTEGER PRIMARY KEY CHECK (id = 1),
    log_id          TEXT    NOT NULL,
    segment         INTEGER NOT NULL,
    commit_offset   INTEGER NOT NULL,
    commit_sequence INTEGER NOT NULL, -- -1: the index is empty
    commit_root     TEXT    NOT NULL,
    cursor_key      TEXT    NOT NULL,
    names_key       TEXT    NOT NULL
);

-- Identifiers and subjects of exchanges by their hashes, as before. That of a request identifier, which all exchanges may share, is
-- followed by the hash of all names, so that one exchange is found without the others; elsewhere names is 0.
CREATE TABLE term (
    bucket   INTEGER NOT NULL,
    hash     INTEGER NOT NULL,
    names    INTEGER NOT NULL,
    exchange INTEGER NOT NULL,
    PRIMARY KEY (bucket, hash, names, exchange)
) WITHOUT ROWID;

-- With the kind, for an exchange may have very many outcomes (refused replays) beside its few messages.
DROP INDEX entry_exchange;
CREATE INDEX entry_exchange ON entry (exchange, kind);
