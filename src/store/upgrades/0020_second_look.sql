-- Visits whose reasons for a second look an officer has settled: they are as they say.
CREATE TABLE visit_looked (
  id      TEXT NOT NULL PRIMARY KEY REFERENCES visit (id) DEFERRABLE INITIALLY DEFERRED,
  day     TEXT NOT NULL,                    -- of the settlement
  reasons TEXT NOT NULL                     -- JSON list: what was settled; another one is asked about anew
) STRICT, WITHOUT ROWID;
