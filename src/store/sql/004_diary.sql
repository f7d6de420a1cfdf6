-- What a diary says of a day: pain and where, with the run it belongs to, if
-- any. The same row of a diary is kept once (key); a later import of it writes
-- over what it says. Taken back with its batch.
CREATE TABLE diary (
    diary     INTEGER PRIMARY KEY,
    batch     INTEGER NOT NULL REFERENCES batch,
    key       TEXT    NOT NULL UNIQUE,
    run       INTEGER REFERENCES run ON DELETE SET NULL,
    day       INTEGER NOT NULL,
    pain_nprs REAL    CHECK (pain_nprs IS NULL OR pain_nprs BETWEEN 0 AND 10),
    place     TEXT    NOT NULL,
    note      TEXT    NOT NULL
) STRICT;
CREATE INDEX diary_day ON diary (day);
CREATE INDEX diary_batch ON diary (batch);
CREATE INDEX diary_run ON diary (run) WHERE run IS NOT NULL;

-- which column of a diary is what, as it was asked once; found again by the
-- diary's first row
CREATE TABLE diary_map (
    header   TEXT    PRIMARY KEY,
    mapping  TEXT    NOT NULL,
    noted_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
