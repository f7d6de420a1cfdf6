-- Files, the runs in them, and where each came from.
--
-- Units stand in the names: _m metres, _s seconds, _ms milliseconds (moments:
-- since 1970-01-01 UTC), day: civil days since 1970-01-01. NULL is "not known",
-- never nought. docs/store.md has the layout of `packed`.

-- one call of `niggle import`
CREATE TABLE batch (
    batch      INTEGER PRIMARY KEY,
    started_ms INTEGER NOT NULL,
    undone_ms  INTEGER,
    program    TEXT    NOT NULL
) STRICT;

-- one file by its content; the same bytes under another name are the same file
CREATE TABLE file (
    file     INTEGER PRIMARY KEY,
    batch    INTEGER NOT NULL REFERENCES batch,
    hash     BLOB    NOT NULL UNIQUE CHECK (length(hash) = 32),
    name     TEXT    NOT NULL,
    size     INTEGER NOT NULL CHECK (size >= 0),
    format   TEXT    NOT NULL,
    outcome  TEXT    NOT NULL CHECK (outcome IN ('imported', 'salvaged', 'not_activity', 'failed')),
    reason   TEXT    NOT NULL,
    position INTEGER
) STRICT;
CREATE INDEX file_batch ON file (batch);

-- the bytes as they came: coding 'gzip' was packed here, 'none' is as it was
CREATE TABLE original (
    file   INTEGER PRIMARY KEY REFERENCES file ON DELETE CASCADE,
    coding TEXT NOT NULL CHECK (coding IN ('gzip', 'none')),
    bytes  BLOB NOT NULL
) STRICT;

-- one recorded activity of any sport; `same_as` is the run that counts in its place
CREATE TABLE run (
    run              INTEGER PRIMARY KEY,
    file             INTEGER NOT NULL REFERENCES file ON DELETE CASCADE,
    position         INTEGER NOT NULL,
    day              INTEGER,
    start_ms         INTEGER,
    utc_offset_s     INTEGER,
    sport            TEXT    NOT NULL,
    sub_sport        TEXT    NOT NULL,
    name             TEXT    NOT NULL,
    dist_m           REAL,
    timer_s          REAL,
    elapsed_s        REAL,
    ascent_m         REAL,
    descent_m        REAL,
    mean_hr_bpm      REAL,
    mean_cadence_spm REAL,
    max_speed_mps    REAL,
    effort_rpe       REAL,
    has_dynamics     INTEGER NOT NULL CHECK (has_dynamics IN (0, 1)),
    salvaged         INTEGER NOT NULL CHECK (salvaged IN (0, 1)),
    device           TEXT    NOT NULL,
    nrecord          INTEGER NOT NULL,
    same_as          INTEGER REFERENCES run ON DELETE SET NULL CHECK (same_as <> run),
    kept_apart       INTEGER NOT NULL DEFAULT 0 CHECK (kept_apart IN (0, 1)),
    UNIQUE (file, position)
) STRICT;
CREATE INDEX run_start ON run (start_ms);
CREATE INDEX run_day ON run (day);
CREATE INDEX run_same ON run (same_as) WHERE same_as IS NOT NULL;

CREATE TABLE lap (
    run       INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
    lap       INTEGER NOT NULL,
    start_ms  INTEGER,
    timer_s   REAL,
    elapsed_s REAL,
    dist_m    REAL,
    PRIMARY KEY (run, lap)
) STRICT, WITHOUT ROWID;

CREATE TABLE pause (
    run     INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
    pause   INTEGER NOT NULL,
    from_ms INTEGER NOT NULL,
    to_ms   INTEGER NOT NULL,
    PRIMARY KEY (run, pause)
) STRICT, WITHOUT ROWID;

-- the columns of a run: time, streams, positions, developer fields
CREATE TABLE stream (
    run    INTEGER PRIMARY KEY REFERENCES run ON DELETE CASCADE,
    packed BLOB NOT NULL
) STRICT;

-- for other tools: what counts, in readable units
CREATE VIEW runs_readable AS
    SELECT run, date(day * 86400, 'unixepoch') AS day, sport, sub_sport, name,
           round(dist_m / 1000, 3) AS km, round(timer_s / 60, 1) AS minutes,
           mean_hr_bpm, mean_cadence_spm
    FROM run WHERE same_as IS NULL;
