-- What a runner wishes of the days ahead: days of the week (bit 0 Monday; 0 any),
-- a race, days away. Only added to: the last row of an episode counts.
CREATE TABLE wish (
    id        INTEGER PRIMARY KEY,
    episode   INTEGER NOT NULL REFERENCES episode (id) ON DELETE CASCADE,
    noted_ms  INTEGER NOT NULL,
    weekdays  INTEGER NOT NULL CHECK (weekdays BETWEEN 0 AND 127),
    race_day  INTEGER,
    race_km   REAL,
    away_from INTEGER,
    away_to   INTEGER CHECK (away_to IS NULL OR away_to >= away_from)
) STRICT;
CREATE INDEX wish_of_episode ON wish (episode, id);

CREATE TRIGGER wish_is_kept BEFORE UPDATE ON wish
BEGIN
    SELECT RAISE(ABORT, 'wishes are only added to');
END;
