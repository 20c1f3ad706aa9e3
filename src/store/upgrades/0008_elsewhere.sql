-- Who lives in another hamlet by the commune's word is told from who moved away: the other hamlet counts the person.

ALTER TABLE departure RENAME TO departure_before;
CREATE TABLE departure (
  id   TEXT NOT NULL PRIMARY KEY REFERENCES citizen (id) DEFERRABLE INITIALLY DEFERRED,
  gone TEXT NOT NULL CHECK (gone IN ('moved', 'deceased', 'elsewhere')),
  day  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO departure SELECT id, gone, day FROM departure_before;
DROP TABLE departure_before;
