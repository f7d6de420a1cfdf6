-- Episodes of pain: what was answered and found, what was planned, what was
-- noted. Keys of the knowledge and its version, never an index into a table.
-- Corrections and proposals are added, not written over: the last one counts
-- and the others remain.

CREATE TABLE episode (
    id         INTEGER PRIMARY KEY,
    opened_day INTEGER NOT NULL,
    closed_day INTEGER CHECK (closed_day IS NULL OR closed_day >= opened_day),
    place      TEXT    NOT NULL
) STRICT;

CREATE TABLE assessment (
    id        INTEGER PRIMARY KEY,
    episode   INTEGER NOT NULL REFERENCES episode (id) ON DELETE CASCADE,
    day       INTEGER NOT NULL,
    noted_ms  INTEGER NOT NULL,
    knowledge TEXT    NOT NULL,
    prior     TEXT    NOT NULL,
    triage    TEXT    NOT NULL CHECK (triage IN ('self_care', 'routine', 'urgent', 'emergency')),
    answers   TEXT    NOT NULL CHECK (json_valid(answers)),
    causes    TEXT    NOT NULL CHECK (json_valid(causes)),
    rules     TEXT    NOT NULL CHECK (json_valid(rules)),
    other     REAL    NOT NULL,
    fit       REAL,
    next      TEXT
) STRICT;
CREATE INDEX assessment_of_episode ON assessment (episode, id);

-- protocol and stage are NULL where the plan has none
CREATE TABLE plan (
    id         INTEGER PRIMARY KEY,
    episode    INTEGER NOT NULL REFERENCES episode (id) ON DELETE CASCADE,
    assessment INTEGER NOT NULL REFERENCES assessment (id) ON DELETE CASCADE,
    kind       TEXT    NOT NULL,
    protocol   TEXT,
    stage      TEXT,
    since_day  INTEGER NOT NULL,
    noted_ms   INTEGER NOT NULL,
    knowledge  TEXT    NOT NULL,
    reason     TEXT    NOT NULL
) STRICT;
CREATE INDEX plan_of_episode ON plan (episode, id);

-- metric: a key of the knowledge, 'nprs_now', 'nprs_after', 'sign', 'done' or 'note';
-- what: which sign or exercise, or the words of a note
CREATE TABLE checkin (
    id       INTEGER PRIMARY KEY,
    episode  INTEGER NOT NULL REFERENCES episode (id) ON DELETE CASCADE,
    day      INTEGER NOT NULL,
    noted_ms INTEGER NOT NULL,
    metric   TEXT    NOT NULL,
    value    REAL,
    what     TEXT    NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX checkin_of_episode ON checkin (episode, day, metric, what, id);

CREATE TABLE ledger (
    id       INTEGER PRIMARY KEY,
    episode  INTEGER NOT NULL REFERENCES episode (id) ON DELETE CASCADE,
    day      INTEGER NOT NULL,
    noted_ms INTEGER NOT NULL,
    event    TEXT    NOT NULL CHECK (event IN ('made', 'kept', 'accepted', 'declined', 'closed', 'assessed')),
    move     TEXT    NOT NULL,
    protocol TEXT,
    stage    TEXT,
    reason   TEXT    NOT NULL
) STRICT;
CREATE INDEX ledger_of_episode ON ledger (episode, id);

CREATE TRIGGER checkin_is_kept BEFORE UPDATE ON checkin
BEGIN
    SELECT RAISE(ABORT, 'check-ins are corrected by adding');
END;
CREATE TRIGGER ledger_is_kept BEFORE UPDATE ON ledger
BEGIN
    SELECT RAISE(ABORT, 'the ledger is only added to');
END;
