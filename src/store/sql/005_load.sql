-- What each run did to each tissue. Worked out from what stands above, so it
-- may be thrown away at any time: it is made again where it is missing.

-- what was usual for the runner when loads were worked out, and by which model
-- (a hash of the tissues' figures); NULL is "not known"
CREATE TABLE usual (
    usual            INTEGER PRIMARY KEY,
    model            TEXT    NOT NULL,
    day              INTEGER,
    easy_mps         REAL    NOT NULL,
    easy_spm         REAL    NOT NULL,
    spm_per_mps      REAL    NOT NULL,
    balance_left_pct REAL,
    contact_ms       REAL,
    easy_mps_sd      REAL    NOT NULL,
    easy_spm_sd      REAL    NOT NULL,
    runs             INTEGER NOT NULL
) STRICT;

-- one run by one usual; `bins` are seconds and steps a minute by speed (docs/store.md)
CREATE TABLE run_load (
    run               INTEGER PRIMARY KEY REFERENCES run ON DELETE CASCADE,
    usual             INTEGER NOT NULL REFERENCES usual ON DELETE CASCADE,
    steps             REAL,
    seconds           REAL    NOT NULL,
    dist_m            REAL,
    mean_speed_mps    REAL,
    cadence_ratio     REAL,
    grade_pct         REAL,
    force_by_speed    REAL,
    force_by_contact  REAL,
    flags             INTEGER NOT NULL,
    contact_ms        REAL,
    balance_left_pct  REAL,
    oscillation_mm    REAL,
    late_cadence      REAL,
    bins              BLOB    NOT NULL
) STRICT;
CREATE INDEX run_load_usual ON run_load (usual);

-- damage in easy steps of one foot, at the low, default and high exponent, with
-- its interval
CREATE TABLE tissue_load (
    run        INTEGER NOT NULL REFERENCES run_load ON DELETE CASCADE,
    tissue     TEXT    NOT NULL,
    at_low     REAL    NOT NULL,
    at_default REAL    NOT NULL,
    at_high    REAL    NOT NULL,
    low        REAL    NOT NULL,
    high       REAL    NOT NULL,
    left_foot  REAL,
    right_foot REAL,
    PRIMARY KEY (run, tissue)
) STRICT, WITHOUT ROWID;
