-- What is registered now: one canonical JSON document for each thing. The id is the SHA-256 of kind and name, since names
-- may be longer than an index of some databases takes.
CREATE TABLE registered (
    id    TEXT NOT NULL PRIMARY KEY,
    kind  TEXT NOT NULL,
    name  TEXT NOT NULL,
    value TEXT NOT NULL
);

-- Which thing cannot be without which: the database itself refuses to take away what another one needs.
CREATE TABLE needs (
    id     TEXT NOT NULL REFERENCES registered (id),
    needed TEXT NOT NULL REFERENCES registered (id),
    PRIMARY KEY (id, needed)
);

CREATE INDEX needs_needed ON needs (needed);

-- Every change of every thing, each row linked to the one before by its hash. '' stands for "was not there".
CREATE TABLE history (
    sequence     BIGINT  PRIMARY KEY,
    change       BIGINT  NOT NULL, -- the sequence of the first row of the same change
    time_ms      BIGINT  NOT NULL,
    actor        TEXT    NOT NULL,
    action       TEXT    NOT NULL,
    id           TEXT    NOT NULL,
    kind         TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    value_before TEXT    NOT NULL,
    value_after  TEXT    NOT NULL,
    hash         TEXT    NOT NULL
);

CREATE INDEX history_id ON history (id, sequence);
CREATE INDEX history_time ON history (time_ms, sequence);

CREATE FUNCTION refuse_history_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the history is neither altered nor shortened';
END;
$$;

CREATE TRIGGER history_is_not_altered BEFORE UPDATE OR DELETE ON history
    FOR EACH ROW EXECUTE FUNCTION refuse_history_change();

CREATE TRIGGER history_is_not_emptied BEFORE TRUNCATE ON history
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_history_change();

-- One row: where the history ends. Whoever makes a change locks it first.
CREATE TABLE history_head (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    sequence BIGINT  NOT NULL,
    time_ms  BIGINT  NOT NULL,
    hash     TEXT    NOT NULL
);

INSERT INTO history_head (id, sequence, time_ms, hash)
VALUES (1, 0, 0, '0000000000000000000000000000000000000000000000000000000000000000');
