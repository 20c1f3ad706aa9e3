-- People of agencies by the agencies' own lists, and teams with their members. Neither leaves the book.

CREATE TABLE affiliation (
  id         TEXT NOT NULL PRIMARY KEY,
  unit_id    TEXT NOT NULL REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED, -- the agency
  kinds      TEXT NOT NULL,                 -- as what: official, party-member, …, a space between
  name       TEXT NOT NULL,
  birth      TEXT NOT NULL,
  sex        TEXT NOT NULL CHECK (sex = '' OR sex = 'male' OR sex = 'female'),
  number     TEXT NOT NULL,
  old_number TEXT NOT NULL,
  phone      TEXT NOT NULL,
  hamlet     TEXT NOT NULL,                 -- as the list has it
  address    TEXT NOT NULL,
  citizen_id TEXT REFERENCES citizen (id) DEFERRABLE INITIALLY DEFERRED, -- the person here; NULL: lives elsewhere, or not found
  candidates TEXT NOT NULL,                 -- citizen ids that somebody has to look at, best first, a space between
  decided    INTEGER NOT NULL CHECK (decided IN (0, 1)), -- 1: by a person; the program never overrides it
  level      INTEGER CHECK (level BETWEEN 0 AND 2), -- by the agency's word; NULL: it does not say
  told_on    TEXT NOT NULL,                 -- the day of that word, or ''
  reason     TEXT NOT NULL                  -- why there is no level 2, or ''
) STRICT, WITHOUT ROWID;
CREATE INDEX affiliation_unit ON affiliation (unit_id);
CREATE INDEX affiliation_citizen ON affiliation (citizen_id) WHERE citizen_id IS NOT NULL;

CREATE TABLE team (
  id        TEXT NOT NULL PRIMARY KEY,
  unit_id   TEXT NOT NULL REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED, -- where it works
  kind      TEXT NOT NULL CHECK (kind IN ('working', 'inspection', 'support')),
  name      TEXT NOT NULL,
  in_charge TEXT NOT NULL,                  -- the leader of the commune who answers for it, or ''
  position  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX team_unit ON team (unit_id);

CREATE TABLE team_member (
  id           TEXT NOT NULL PRIMARY KEY,
  team_id      TEXT NOT NULL REFERENCES team (id) DEFERRABLE INITIALLY DEFERRED,
  position     INTEGER NOT NULL,
  name         TEXT NOT NULL,
  phone        TEXT NOT NULL,
  organisation TEXT NOT NULL,               -- Công an, Đoàn thanh niên, …
  duty         TEXT NOT NULL CHECK (duty = '' OR duty = 'leader' OR duty = 'deputy'),
  it           TEXT NOT NULL CHECK (it = '' OR it = 'yes' OR it = 'no'),
  trained_on   TEXT NOT NULL                -- the day of the newest training, or ''
) STRICT, WITHOUT ROWID;
CREATE INDEX team_member_team ON team_member (team_id, position);
