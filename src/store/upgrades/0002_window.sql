-- What the window brought: notes of houses, printed walk lists, who left, what stands on papers, keys that were replaced.
-- Tables whose checks or order of columns changed are made anew.

ALTER TABLE household ADD COLUMN note TEXT NOT NULL DEFAULT '';

CREATE TABLE departure (
  id   TEXT NOT NULL PRIMARY KEY REFERENCES citizen (id) DEFERRABLE INITIALLY DEFERRED,
  gone TEXT NOT NULL CHECK (gone IN ('moved', 'deceased')),
  day  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE walk_sheet (
  id      TEXT NOT NULL PRIMARY KEY,
  number  INTEGER NOT NULL,
  unit_id TEXT NOT NULL REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
  day     TEXT NOT NULL,
  people  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX walk_sheet_unit ON walk_sheet (unit_id, number);

CREATE TABLE paper (
  id         TEXT NOT NULL PRIMARY KEY,
  signer     TEXT NOT NULL,
  recipients TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE new_citizen (
  id           TEXT NOT NULL PRIMARY KEY,
  household_id TEXT NOT NULL REFERENCES household (id) DEFERRABLE INITIALLY DEFERRED,
  unit_id      TEXT NOT NULL REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
  code         TEXT NOT NULL,
  name         TEXT NOT NULL,
  birth        TEXT NOT NULL,
  sex          TEXT NOT NULL CHECK (sex = '' OR sex = 'male' OR sex = 'female'),
  number       TEXT NOT NULL,
  old_number   TEXT NOT NULL,
  phone        TEXT NOT NULL,
  relation     TEXT NOT NULL,
  residence    TEXT NOT NULL,
  address      TEXT NOT NULL,
  smartphone   TEXT NOT NULL CHECK (smartphone = '' OR smartphone = 'yes' OR smartphone = 'no'),
  internet     TEXT NOT NULL CHECK (internet = '' OR internet = 'yes' OR internet = 'no'),
  note         TEXT NOT NULL,
  raw          TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO new_citizen (id, household_id, unit_id, code, name, birth, sex, number, old_number, phone,
    relation, residence, address, smartphone, internet, note, raw)
  SELECT id, household_id, unit_id, code, name, birth, sex, number, old_number, phone, relation, residence,
    address, smartphone, internet, note, raw FROM citizen;
DROP TABLE citizen;
ALTER TABLE new_citizen RENAME TO citizen;
CREATE UNIQUE INDEX citizen_code ON citizen (code);
CREATE INDEX citizen_unit ON citizen (unit_id, birth);
CREATE INDEX citizen_household ON citizen (household_id);

CREATE TABLE new_roster_entry (
  id           TEXT NOT NULL PRIMARY KEY,
  roster_id    TEXT NOT NULL REFERENCES roster (id) DEFERRABLE INITIALLY DEFERRED,
  sheet        TEXT NOT NULL,
  row          INTEGER NOT NULL,
  name         TEXT NOT NULL,
  birth        TEXT NOT NULL,
  sex          TEXT NOT NULL CHECK (sex = '' OR sex = 'male' OR sex = 'female'),
  number       TEXT NOT NULL,
  old_number   TEXT NOT NULL,
  phone        TEXT NOT NULL,
  hamlet       TEXT NOT NULL,
  address      TEXT NOT NULL,
  head         TEXT NOT NULL,
  state        TEXT NOT NULL,
  level        INTEGER NOT NULL CHECK (level BETWEEN 0 AND 2),
  approved_on  TEXT NOT NULL,
  activated_on TEXT NOT NULL,
  raw          TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO new_roster_entry (id, roster_id, sheet, row, name, birth, sex, number, old_number, phone, hamlet,
    address, head, state, level, approved_on, activated_on, raw)
  SELECT id, roster_id, sheet, row, name, birth, sex, number, old_number, phone, hamlet, address, head, state,
    level, approved_on, activated_on, raw FROM roster_entry;
DROP TABLE roster_entry;
ALTER TABLE new_roster_entry RENAME TO roster_entry;
CREATE INDEX roster_entry_place ON roster_entry (roster_id, sheet, row);

CREATE TABLE new_match (
  id         TEXT NOT NULL PRIMARY KEY REFERENCES roster_entry (id) DEFERRABLE INITIALLY DEFERRED,
  roster_id  TEXT NOT NULL REFERENCES roster (id) DEFERRABLE INITIALLY DEFERRED,
  verdict    TEXT NOT NULL CHECK (
    verdict = 'matched' OR verdict = 'review' OR verdict = 'unknown' OR verdict = 'rejected'),
  citizen_id TEXT REFERENCES citizen (id) DEFERRABLE INITIALLY DEFERRED,
  rule       TEXT NOT NULL,
  score      REAL NOT NULL,
  params     TEXT NOT NULL,
  candidates TEXT NOT NULL,
  decided    INTEGER NOT NULL CHECK (decided IN (0, 1)),
  state      TEXT NOT NULL,
  level      INTEGER NOT NULL,
  activated_on TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO new_match (id, roster_id, verdict, citizen_id, rule, score, params, candidates, decided, state,
    level, activated_on)
  SELECT old.id, old.roster_id, old.verdict, old.citizen_id, old.rule, old.score, old.params, old.candidates,
    old.decided, entry.state, entry.level, entry.activated_on FROM match AS old JOIN roster_entry AS entry ON
    entry.id = old.id;
DROP TABLE match;
ALTER TABLE new_match RENAME TO match;
CREATE INDEX match_roster ON match (roster_id, verdict);
CREATE INDEX match_citizen ON match (citizen_id, roster_id, verdict, state, level, activated_on);

CREATE TABLE new_pinned_key (
  id          TEXT NOT NULL PRIMARY KEY,
  unit_id     TEXT REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
  name        TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  vouched_by  TEXT NOT NULL,
  replaced_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO new_pinned_key (id, unit_id, name, fingerprint, vouched_by, replaced_by)
  SELECT id, unit_id, name, fingerprint, vouched_by, '' FROM pinned_key;
DROP TABLE pinned_key;
ALTER TABLE new_pinned_key RENAME TO pinned_key;
CREATE UNIQUE INDEX pinned_key_unit ON pinned_key (unit_id) WHERE unit_id IS NOT NULL;

CREATE TABLE new_summary_file (
  id        TEXT NOT NULL PRIMARY KEY,
  unit_id   TEXT NOT NULL REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
  era       INTEGER NOT NULL,
  sequence  INTEGER NOT NULL,
  day       TEXT NOT NULL,
  issued_at TEXT NOT NULL,
  previous  TEXT NOT NULL,
  taken_at  TEXT NOT NULL,
  file      TEXT NOT NULL
) STRICT;
INSERT INTO new_summary_file (id, unit_id, era, sequence, day, issued_at, previous, taken_at, file)
  SELECT id, unit_id, 0, sequence, day, issued_at, previous, taken_at, file FROM summary_file;
DROP TABLE summary_file;
ALTER TABLE new_summary_file RENAME TO summary_file;
CREATE INDEX summary_file_unit ON summary_file (unit_id, era, sequence, day, issued_at, previous, taken_at);

CREATE TABLE new_summary_day (
  id        TEXT NOT NULL PRIMARY KEY,
  file_id   TEXT NOT NULL REFERENCES summary_file (id) DEFERRABLE INITIALLY DEFERRED,
  unit_id   TEXT NOT NULL REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
  day       TEXT NOT NULL,
  era       INTEGER NOT NULL,
  sequence  INTEGER NOT NULL,
  issued_at TEXT NOT NULL,
  total     TEXT NOT NULL,
  stated    TEXT NOT NULL
) STRICT;
INSERT INTO new_summary_day (id, file_id, unit_id, day, era, sequence, issued_at, total, stated)
  SELECT id, file_id, unit_id, day, 0, sequence, issued_at, total, stated FROM summary_day;
DROP TABLE summary_day;
ALTER TABLE new_summary_day RENAME TO summary_day;
CREATE INDEX summary_day_day ON summary_day (day, unit_id);
CREATE INDEX summary_day_unit ON summary_day (unit_id, day);
