-- The books that packages travel to and from: of the hamlets in a commune's book, of the commune in a hamlet's.
CREATE TABLE laptop (
  id          TEXT NOT NULL PRIMARY KEY REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED, -- the hamlet
  card        TEXT NOT NULL,                -- six words that open its packages until its address is known
  token       TEXT NOT NULL,                -- what its first result package has to say
  address     TEXT NOT NULL,                -- age1…: to whom packages for the other book are sealed, or ''
  fingerprint TEXT NOT NULL                 -- of the key that signs what comes from there, or ''
) STRICT, WITHOUT ROWID;

-- Work and result packages and enrolments, given and taken in. Never exchanged.
CREATE TABLE package (
  id           TEXT NOT NULL PRIMARY KEY,   -- sha256 of what was signed
  unit_id      TEXT NOT NULL REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED, -- the unit below
  kind         TEXT NOT NULL CHECK (kind = 'work' OR kind = 'result' OR kind = 'enrolment'),
  sequence     INTEGER NOT NULL,
  acknowledged INTEGER NOT NULL,            -- number of the newest result package that a work package says has arrived
  day          TEXT NOT NULL,
  issued_at    TEXT NOT NULL,
  at           TEXT NOT NULL,               -- when this book wrote it or took it in
  people       INTEGER NOT NULL,
  signer       TEXT NOT NULL,               -- of an enrolment: id of the unit above in its own book; else ''
  file         TEXT NOT NULL                -- of a result, as it was signed, until both books know what it says; else ''
) STRICT, WITHOUT ROWID;
CREATE INDEX package_unit ON package (unit_id, kind, sequence);

-- The rows as the book above has them, by its newest package or enrolment. What differs goes up from a hamlet.
CREATE TABLE shared_row (
  id     TEXT NOT NULL PRIMARY KEY,         -- table and id, a blank between
  fields TEXT NOT NULL                      -- JSON
) STRICT, WITHOUT ROWID;

-- Fields that two books changed, until a person settles them; those that were settled stay.
CREATE TABLE conflict (
  id      TEXT NOT NULL PRIMARY KEY,        -- unit, table, row and field, a blank between
  unit_id TEXT NOT NULL REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED, -- the unit below
  place   TEXT NOT NULL,                    -- table
  row_id  TEXT NOT NULL,
  field   TEXT NOT NULL,
  mine    TEXT NOT NULL,                    -- JSON of what this book had
  theirs  TEXT NOT NULL,                    -- JSON of what the other has
  at      TEXT NOT NULL,
  settled TEXT NOT NULL CHECK (settled IN ('', 'mine', 'theirs'))
) STRICT, WITHOUT ROWID;
