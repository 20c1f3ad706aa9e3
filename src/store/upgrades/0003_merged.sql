-- Records that were merged are kept to be found by; numbers of walk sheets are counted; rows left for later have a mark of
-- their own, and the piles an index.

CREATE TABLE merged_citizen (
  id           TEXT NOT NULL PRIMARY KEY,
  citizen_id   TEXT NOT NULL REFERENCES citizen (id) DEFERRABLE INITIALLY DEFERRED,
  household_id TEXT NOT NULL REFERENCES household (id) DEFERRABLE INITIALLY DEFERRED,
  unit_id      TEXT NOT NULL REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
  code         TEXT NOT NULL,
  name         TEXT NOT NULL,
  birth        TEXT NOT NULL,
  number       TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX merged_citizen_citizen ON merged_citizen (citizen_id);

ALTER TABLE book ADD COLUMN next_sheet INTEGER NOT NULL DEFAULT 1;
UPDATE book SET next_sheet = (SELECT coalesce(max(number), 0) + 1 FROM walk_sheet);

DROP INDEX match_roster;
CREATE INDEX match_roster ON match (roster_id, decided, rule, verdict);
CREATE TABLE match_left (
  id TEXT NOT NULL PRIMARY KEY REFERENCES match (id) DEFERRABLE INITIALLY DEFERRED,
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO match_left (id, at) SELECT id, '' FROM match WHERE decided = 0 AND instr(params, '"left"') > 0;
