-- People whose data were erased, what tells them again, and a journal whose entries hold each other.
CREATE TABLE erased (
  id  TEXT NOT NULL PRIMARY KEY REFERENCES citizen (id) DEFERRABLE INITIALLY DEFERRED,
  day TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE erased_mark (
  id TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

ALTER TABLE operation ADD COLUMN clock TEXT NOT NULL DEFAULT '';
ALTER TABLE operation ADD COLUMN chain TEXT NOT NULL DEFAULT '';
