-- Agencies with books of their own, with a target of their own, and whether their people know IT.

-- The unit on whose laptop a visit was written; NULL: here.
ALTER TABLE visit ADD COLUMN via TEXT REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE affiliation ADD COLUMN it TEXT NOT NULL DEFAULT '' CHECK (it IN ('', 'yes', 'no'));
ALTER TABLE affiliation ADD COLUMN trained_on TEXT NOT NULL DEFAULT '';

-- What an agency has to reach; without a row all of its people owe a level 2.
CREATE TABLE agency_target (
  id      TEXT NOT NULL PRIMARY KEY REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED, -- the agency
  measure TEXT NOT NULL CHECK (measure IN ('percent', 'number')),
  value   INTEGER NOT NULL                  -- hundredths of a percent, or people
) STRICT, WITHOUT ROWID;
