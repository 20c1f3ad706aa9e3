-- Of extracts that bring a part of the people it is said: they add to the list before them.

ALTER TABLE roster ADD COLUMN partial INTEGER NOT NULL DEFAULT 0;
