-- What the list in an account's export says of an activity, beside what its
-- recording says: title, kind, effort, remarks for everybody (about) and for
-- the runner alone (note). Taken back with its batch or its run.
CREATE TABLE said (
    said       INTEGER PRIMARY KEY,
    batch      INTEGER NOT NULL REFERENCES batch,
    run        INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
    source     TEXT    NOT NULL,
    key        TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    kind       TEXT    NOT NULL,
    about      TEXT    NOT NULL,
    note       TEXT    NOT NULL,
    gear       TEXT    NOT NULL,
    effort_rpe REAL,
    UNIQUE (run, source)
) STRICT;
CREATE INDEX said_batch ON said (batch);
