-- A visit says where it was; points where people come to the team, and who is invited there; what was told and taught.

ALTER TABLE visit ADD COLUMN venue TEXT NOT NULL DEFAULT '' CHECK (venue IN ('', 'home', 'office', 'market', 'school', 'worship', 'point'));

-- Points (điểm hỗ trợ, điểm thu nhận) where people come to the team. Never exchanged, as who is invited.
CREATE TABLE point (
  id        TEXT NOT NULL PRIMARY KEY,
  name      TEXT NOT NULL,
  unit_id   TEXT NOT NULL REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED, -- where it stands
  kind      TEXT NOT NULL CHECK (kind IN ('fixed', 'mobile')),
  address   TEXT NOT NULL,
  days      TEXT NOT NULL,                  -- JSON {"weekdays": 1 to 7, "dates": days}
  hours     TEXT NOT NULL,
  staff     TEXT NOT NULL,
  equipment TEXT NOT NULL,
  capacity  INTEGER                         -- people a day; NULL: not said
) STRICT, WITHOUT ROWID;

-- Who is invited to a point on a day, and who came.
CREATE TABLE invitation (
  id         TEXT NOT NULL PRIMARY KEY,
  citizen_id TEXT NOT NULL REFERENCES citizen (id) DEFERRABLE INITIALLY DEFERRED,
  point_id   TEXT NOT NULL REFERENCES point (id) DEFERRABLE INITIALLY DEFERRED,
  day        TEXT NOT NULL,
  number     INTEGER NOT NULL,              -- its code on paper
  errand     TEXT NOT NULL CHECK (errand IN ('not-enrolled', 'approved', 'level1', 'wrong-data')),
  came       TEXT NOT NULL CHECK (came IN ('', 'yes', 'no')) -- '': not said
) STRICT, WITHOUT ROWID;
CREATE INDEX invitation_citizen ON invitation (citizen_id);
CREATE INDEX invitation_point ON invitation (point_id);

-- What was told and taught (tuyên truyền, tập huấn), by unit and day. Never exchanged.
CREATE TABLE outreach (
  id      TEXT NOT NULL PRIMARY KEY,
  day     TEXT NOT NULL,
  unit_id TEXT NOT NULL REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
  kind    TEXT NOT NULL CHECK (kind IN ('communication', 'training')),
  people  INTEGER,                          -- who were there; NULL: not counted
  words   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
