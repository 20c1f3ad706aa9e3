-- A visit says where it was.

ALTER TABLE visit ADD COLUMN venue TEXT NOT NULL DEFAULT '' CHECK (venue IN ('', 'home', 'office', 'market', 'school', 'worship', 'point'));
