-- Random checks of what teams claim: the list that was published, what was drawn from it, what came out.

CREATE TABLE audit (
  id           TEXT NOT NULL PRIMARY KEY,
  day          TEXT NOT NULL,               -- claims up to its end
  unit_id      TEXT REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED, -- NULL: of the whole book
  list_hash    TEXT NOT NULL,               -- SHA-256 of the list, hexadecimal
  claims       INTEGER NOT NULL,
  published_on TEXT NOT NULL,
  drawn_on     TEXT NOT NULL,               -- this and all below: '' and 0 until the seed was said
  seed         TEXT NOT NULL,
  draw_by      TEXT NOT NULL CHECK (draw_by IN ('', 'whole', 'hamlet', 'member')),
  tolerated    INTEGER NOT NULL,            -- hundredths of a percent
  who          TEXT NOT NULL,               -- name of who drew
  sizes        TEXT NOT NULL                -- JSON {group: claims on the list}
) STRICT, WITHOUT ROWID;

CREATE TABLE audit_line (
  id         TEXT NOT NULL PRIMARY KEY,
  audit_id   TEXT NOT NULL REFERENCES audit (id) DEFERRABLE INITIALLY DEFERRED,
  position   INTEGER NOT NULL,              -- in the draw, from 1
  citizen_id TEXT NOT NULL REFERENCES citizen (id) DEFERRABLE INITIALLY DEFERRED,
  visit_id   TEXT NOT NULL REFERENCES visit (id) DEFERRABLE INITIALLY DEFERRED, -- the claim, as it stood when it was drawn:
  unit_id    TEXT NOT NULL REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
  member_id  TEXT,                          -- no reference: the visit may be corrected, and the member taken out
  day        TEXT NOT NULL,
  level      INTEGER NOT NULL CHECK (level BETWEEN 1 AND 2),
  finding    TEXT NOT NULL CHECK (
    finding IN ('', 'confirmed', 'not-activated', 'wrong-level', 'not-found', 'refused')),
  found_on   TEXT NOT NULL,
  note       TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX audit_line_position ON audit_line (audit_id, position);
CREATE INDEX audit_line_citizen ON audit_line (citizen_id);
