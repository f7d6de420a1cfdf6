-- Files, the runs in them, and their columns. Times are milliseconds since
-- 1970 in UTC, days are days since 1970, units stand in the names; NULL means
-- that nobody said.

CREATE TABLE batch (
    id        INTEGER PRIMARY KEY,
    at_ms     INTEGER NOT NULL,
    undone_ms INTEGER
) STRICT;

CREATE TABLE file (
    id      INTEGER PRIMARY KEY,
    batch   INTEGER NOT NULL REFERENCES batch (id) ON DELETE CASCADE,
    hash    BLOB    NOT NULL CHECK (length(hash) = 32), -- SHA-256 of the content
    name    TEXT    NOT NULL,
    bytes   INTEGER NOT NULL,
    format  TEXT    NOT NULL,
    outcome TEXT    NOT NULL CHECK (outcome IN ('imported', 'already', 'salvaged', 'not_activity', 'failed')),
    reason  TEXT    NOT NULL
) STRICT;
CREATE INDEX file_of_batch ON file (batch);
-- the same content is kept once, however many programs import at a time
CREATE UNIQUE INDEX file_by_hash ON file (hash) WHERE outcome IN ('imported', 'salvaged', 'not_activity');

-- the file itself, byte for byte, deflated
CREATE TABLE original (
    file    INTEGER PRIMARY KEY REFERENCES file (id) ON DELETE CASCADE,
    bytes   INTEGER NOT NULL,
    content BLOB    NOT NULL
) STRICT;

CREATE TABLE run (
    id               INTEGER PRIMARY KEY,
    file             INTEGER NOT NULL REFERENCES file (id) ON DELETE CASCADE,
    place            INTEGER NOT NULL, -- position within its file, from 0
    start_ms         INTEGER NOT NULL,
    utc_offset_s     INTEGER,
    day              INTEGER NOT NULL,
    sport            TEXT    NOT NULL,
    sub_sport        TEXT    NOT NULL,
    name             TEXT    NOT NULL,
    device           TEXT    NOT NULL,
    dist_m           REAL,
    timer_s          REAL,
    elapsed_s        REAL,
    ascent_m         REAL,
    descent_m        REAL,
    mean_hr_bpm      REAL,
    mean_cadence_spm REAL,
    max_speed_mps    REAL,
    effort_rpe       REAL,
    records          INTEGER NOT NULL,
    has_dynamics     INTEGER NOT NULL,
    salvaged         INTEGER NOT NULL,
    same_as          INTEGER REFERENCES run (id) ON DELETE SET NULL, -- the same outing, counted there
    UNIQUE (file, place)
) STRICT;
CREATE INDEX run_by_day ON run (day);
CREATE INDEX run_by_start ON run (start_ms);
CREATE INDEX run_repeats ON run (same_as) WHERE same_as IS NOT NULL;

-- all columns of a run as docs/store.md lays them out, deflated
CREATE TABLE columns (
    run     INTEGER PRIMARY KEY REFERENCES run (id) ON DELETE CASCADE,
    bytes   INTEGER NOT NULL,
    content BLOB    NOT NULL
) STRICT;
