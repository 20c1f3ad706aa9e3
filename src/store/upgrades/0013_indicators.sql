-- Indicators beside activation, what units report of them, what summaries state; merits and difficulties in words.

-- Indicators of a campaign beside activation: a numerator and a denominator in words, what has to be reached.
CREATE TABLE indicator (
  id          TEXT NOT NULL PRIMARY KEY,
  campaign_id TEXT NOT NULL REFERENCES campaign (id) DEFERRABLE INITIALLY DEFERRED,
  position    INTEGER NOT NULL,
  name        TEXT NOT NULL,
  numerator   TEXT NOT NULL,
  denominator TEXT NOT NULL,                -- '' of a number
  measure     TEXT NOT NULL CHECK (measure IN ('percent', 'number')),
  threshold   TEXT NOT NULL,                -- by kind of unit, as domain/indicator.rs writes it
  due         TEXT NOT NULL,
  apart       INTEGER NOT NULL              -- 1: the figures of units are not added
) STRICT, WITHOUT ROWID;
CREATE INDEX indicator_campaign ON indicator (campaign_id, position);

-- What a unit reports of an indicator in a round; without a row it is not known, which is not zero.
CREATE TABLE indicator_value (
  id           TEXT NOT NULL PRIMARY KEY,
  indicator_id TEXT NOT NULL REFERENCES indicator (id) DEFERRABLE INITIALLY DEFERRED,
  unit_id      TEXT NOT NULL REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
  phase        TEXT NOT NULL,               -- name of the phase, '' for the whole campaign
  numerator    INTEGER NOT NULL,
  denominator  INTEGER                      -- NULL of a number
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX indicator_value_of ON indicator_value (indicator_id, phase, unit_id);

-- What a summary file states of indicators, whole. Of several files of a unit one decides, as for its days.
CREATE TABLE summary_indicator (
  id        TEXT NOT NULL PRIMARY KEY REFERENCES summary_file (id) DEFERRABLE INITIALLY DEFERRED,
  unit_id   TEXT NOT NULL REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
  stated    TEXT NOT NULL                   -- JSON of the signer's figures
) STRICT, WITHOUT ROWID;
CREATE INDEX summary_indicator_unit ON summary_indicator (unit_id);

-- Merits, difficulties, causes and proposals in the words of a unit, dated: the reports of the days between have them.
CREATE TABLE remark (
  id      TEXT NOT NULL PRIMARY KEY,
  unit_id TEXT NOT NULL REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
  day     TEXT NOT NULL,
  kind    TEXT NOT NULL CHECK (kind IN ('merit', 'difficulty', 'cause', 'proposal')),
  text    TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX remark_day ON remark (day, unit_id);
