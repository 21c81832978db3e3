-- Exchanges are found by one keyed hash over all their names, so that those who choose a name cannot make many exchanges meet
-- in one place. What is in the index has no such hash, so it is emptied and reads its log anew; the server makes the row below.
DROP TABLE indexed_log;
DELETE FROM unsettled;
DELETE FROM term;
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

-- With the kind, for an exchange may have very many outcomes (refused replays) beside its few messages.
DROP INDEX entry_exchange;
CREATE INDEX entry_exchange ON entry (exchange, kind);
